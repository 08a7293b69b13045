"""The bulletin's second section: notes that belong to no case, written by the editor with their sources."""

# Each note is a list of passages, each with the facts that carry it.
KARABAKH: list[list[tuple[str, list[str]]]] = [
    [
        (
            "Following a two-day military operation by Azerbaijan in Nagorno Karabakh, it is reported that approximately "
            "200 Azerbaijani soldiers have lost their lives.",
            ["K01", "K02"],
        ),
        (
            "There have been no official statements confirming the exact number of casualties among the soldiers.",
            ["K03"],
        ),
    ],
    [
        ("Meanwhile, a significant exodus of Armenians is occurring in Karabakh.", ["K04"]),
        (
            "Images and videos circulating on social media depict children and elderly individuals being displaced and "
            "relocated to Armenia.",
            ["K05"],
        ),
        (
            "In a statement, the Nagorno-Karabakh ombudsman’s office reported that a minimum of 200 casualties had "
            "occurred, which includes ten verified civilian fatalities, including five children, after heavy bombardment "
            "of the regional capital of Stepanakert.",
            ["K06", "K07", "K08", "K09"],
        ),
    ],
    [
        (
            "Elshad Hajiyev, the Head of the Press Service Department at the Ministry of Internal Affairs (MIA), has "
            "announced that, in line with the agreement reached on September 20, the safe exit of disarmed and demobilized "
            "personnel from the Armenian armed forces will be facilitated from the Karabakh region in the direction of "
            "Lachin-Khankendi and Kalbajar-Basarkecher.",
            ["K10", "K11", "K12", "K13"],
        ),
        ("A combination of buses and private vehicles will be employed.", ["K14"]),
    ],
    [
        (
            "According to the official news, the Azerbaijani government has taken the initiative to provide humanitarian "
            "aid to the Armenian residents of Karabakh.",
            ["K15"],
        ),
        (
            "On September 22, two 20-ton trucks and two cars loaded with bread and various food and hygiene products were "
            "dispatched from the Aghdam region, to be transported via the operational Aghdam-Khankendi road.",
            ["K16", "K17", "K18"],
        ),
        (
            "The official statement says that this practice of delivering humanitarian food aid will continue in the "
            "future.",
            ["K19"],
        ),
    ],
    [
        (
            "Azerbaijan has offered the prospect of amnesty to Armenians in Karabakh who voluntarily surrender their "
            "weapons.",
            ["K20"],
        ),
        (
            "Hikmet Hajiyev, the Assistant to the President of Azerbaijan, conveyed that Azerbaijan is exploring the "
            "option of extending amnesty to Karabakh Armenians who willingly surrender their arms; this will not be "
            "applicable to those who were involved in criminal activities during the First Karabakh War.",
            ["K21", "K22", "K23"],
        ),
        (
            "He said that the authorities will permit members of unauthorized Armenian units who have relinquished their "
            "weapons to leave the region.",
            ["K24"],
        ),
        ("Hajiyev also noted that some armed groups have expressed their intent to continue resisting.", ["K25"]),
    ],
    [
        (
            "Reports indicate that the Azerbaijani Army’s presence in Khojaly is connected to the disarmament efforts.",
            ["K26"],
        ),
        (
            "It has been suggested that there is an arrangement for the Armenian population in Karabakh to surrender their "
            "weapons to the Azerbaijani Army, rather than the Russian peacekeeping forces.",
            ["K27"],
        ),
        (
            "Refugee camps have been established in Gorus, Armenia, with plans underway for the resettlement of Karabakh "
            "Armenians who do not endorse the reintegration policy.",
            ["K28", "K29"],
        ),
        (
            "The Ministry of Internal Affairs of Azerbaijan has noted that individuals of Armenian origin residing in "
            "Karabakh have expressed interest in obtaining Azerbaijani citizenship.",
            ["K30"],
        ),
    ],
    [
        (
            "According to the decision signed by Prime Minister Ali Asadov, the period of the special quarantine regime "
            "has been extended until January 2, 2024 at 06:00, in order to prevent the spread of the coronavirus "
            "(COVID-19) infection in the country.",
            ["K31", "K32", "K33"],
        ),
    ],
]

EPIGRAPH_FACT = "D02"
