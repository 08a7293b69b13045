"""Names: which spellings are one, which must stay apart, and what is found in a text. Expected values are literal."""

from itertools import combinations

import pytest

from people.naming import (
    Found,
    Match,
    compare,
    find_names,
    fold,
    fold_words,
    key,
    name_keys,
    rank_form,
    sort_key,
)
from people.place_names import bracketed, place_key, place_number

PROSE = """
Following a two-day military operation, it is reported that approximately 200 soldiers have lost their lives. However,
there have been no official statements confirming the exact number. Images and videos circulating on social media depict
children and elderly individuals being displaced. The ombudsman’s office reported that a minimum of 200 casualties had
occurred, which includes ten verified civilian fatalities, after heavy bombardment of the regional capital. The Head of
the Press Service Department has announced that in line with the agreement, the safe exit of disarmed personnel will be
facilitated. He said to be a former sailor; he fared well through a summer of milk and roof repairs; all men earn, amen.
Feed the animals, read the reef report, see the seed, ask a friend, a farmer, an owner, an inner elder or a trial clerk.
"""
PEOPLE = [
    "Rauf Samadov",
    "Leyla Karimli",
    "Said Mammadov",
    "Anar Hasanli",
    "Emin Aliyev",
    "Malik Samirli",
    "Farid Vali",
    "Samir Rzayev",
    "Fuad Arifli",
    "Elin Adilov",
]


@pytest.mark.parametrize(
    "spellings",
    [
        ["Agil Layij", "Agil Lajic", "Agil Layic", "Aqil Layic", "Aghil Laidj"],
        ["Qəhrəmanlı", "Gahramanli", "Gahramanly", "Qahramanli", "Gakhramanli", "Гахраманлы"],
        ["Khudayi", "Hudayi", "Xudayi", "Худаи"],
        ["Ibadoglu", "Ibadoghlu", "İbadoğlu", "Ибадоглу"],
        ["Vagifgizy", "Vagifqizi", "Vaqifqızı"],
        ["Emin Ibrahimov", "Эмин Ибрагимов", "Əmin İbrahimov"],
        ["Hikmet Hajiyev", "Hikmət Hacıyev", "Хикмет Гаджиев", "Һикмәт Һаҹыјев"],
        ["Rajab Babash", "Rəcəb Babaş", "Раджаб Бабаш"],
        ["Rauf Samadov", "Rauf Səmədov", "Рауф Самадов", "RAUF SAMADOV", "Samadov, Rauf", "Rauf Samadov's"],
        ["Leyla Karimli", "Leyla Kərimli", "Лейла Керимли", "Leyla Kerimly"],
        ["Shahin Novruzlu", "Şahin Novruzlu", "Шахин Новрузлу", "Shahin Nowruzlu"],
        ["Gulnara Aliyeva", "Gülnarə Əliyeva", "Гюльнара Алиева"],
        ["Abu-Talib Samadov", "Abutalib Samadov"],
    ],
)
def test_spellings_of_one_name_share_their_keys_and_match(spellings):
    assert len({tuple(name_keys(text)) for text in spellings}) == 1
    for one, other in combinations(spellings, 2):
        assert compare(one, other) is not None, (one, other)


@pytest.mark.parametrize(
    "people",
    [
        ["Elshad Hajiyev", "Hikmet Hajiyev", "Bakhtiyar Hajiyev"],
        ["Fazail Aliyev", "Farid Aliyev", "Vugar Aliyev", "Imran Aliyev"],
        ["Ibrahim Khudayi", "Emin Ibrahimov", "Nurlan Libre", "Agil Layij", "Rajab Babash", "Ali Asadov"],
        ["Farid Aliyev", "Farida Aliyeva"],
        ["Samir Rzayev", "Samira Rzayeva"],
        ["Rauf Samadov", "Rufat Samadov", "Raul Samadov"],
    ],
)
def test_different_people_do_not_match(people):
    for one, other in combinations(people, 2):
        assert compare(one, other) is None, (one, other)


def test_people_of_the_same_surname_share_a_key_and_stay_apart():
    assert name_keys("Elshad Hajiyev") == ["al5d", "kjv"]
    assert name_keys("Hikmet Hajiyev") == ["kjv", "kmt"]
    assert name_keys("Farida Aliyeva") == ["alv_a", "frd_a"]


def test_fold_key_and_rank_form_of_one_word():
    assert fold("Qəhrəmanlı") == "gahramanli"
    assert fold("Гаджиев") == "hajiyev"
    assert fold("Ибрагимов") == "ibrahimov"
    assert key("Qəhrəmanlı") == "krmnl"
    assert rank_form("Gakhramanly") == "gahramanli"
    assert fold("77") == ""


@pytest.mark.parametrize("text", ["", "   ", "123", "—", "!?"])
def test_text_without_letters_has_no_keys_and_matches_nothing(text):
    assert name_keys(text) == []
    assert compare(text, text) is None
    assert find_names("Rauf Samadov 123 —", [text]) == []


def test_son_and_daughter_words_are_left_out_of_the_keys():
    assert name_keys("Rauf Kamil oğlu Səmədov") == name_keys("Rauf Kamil Samadov")
    assert name_keys("Oğlu") == ["akl"] or name_keys("Oğlu") == ["okl"]


def test_keys_of_another_script_are_kept():
    assert name_keys("رؤوف صمدوف") != []
    assert compare("رؤوف صمدوف", "صمدوف رؤوف") is not None


def test_long_word_gives_a_key_that_fits_its_column():
    assert len(name_keys("b c".join(["bcdfgklm"] * 30))[0]) <= 60


@pytest.mark.parametrize(
    ("one", "other", "match"),
    [
        ("Rauf Samadov", "Rauf  Samadov", Match(100, "same spelling")),
        ("Rauf Samadov", "Rauf Səmədov", Match(99, "same sound, other spelling")),
        ("Rauf Samadov", "Samadov Rauf", Match(98, "same name in another order")),
        ("Emin Ibrahimov", "Emin Shaig Ibrahimov", Match(83, "one name within the other")),
        ("Samadov", "Rauf Samadov", Match(75, "one name within the other")),
        ("Agil Layij", "Agil Lajic", Match(94, "same sound, other spelling")),
    ],
)
def test_compare_says_how_alike_and_why(one, other, match):
    assert compare(one, other) == match
    assert compare(other, one) == match


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Lawyers of Rauf Samadov said", "Rauf Samadov"),
        ("Rauf Samadov’s lawyer", "Rauf Samadov’s"),
        ("Samadov, Rauf (born 1990)", "Samadov, Rauf"),
        ("SAMADOV RAUF", "SAMADOV RAUF"),
        ("rauf samadov", "rauf samadov"),
        ("Rauf müəllim Səmədov", "Rauf müəllim Səmədov"),
        ("Rauf Kamil oğlu Səmədov", "Rauf Kamil oğlu Səmədov"),
        ("Rauf Səmədovun vəkili", "Rauf Səmədovun"),
        ("Адвокат Рауфа Самадова сообщил", "Рауфа Самадова"),
        ("Рауф Камилевич Самедов", "Рауф Камилевич Самедов"),
        ("see https://news.example/rauf-samadov-sentenced", "rauf-samadov"),
        ("raufsamadov.example", "raufsamadov"),
        ("@samadov_rauf", "samadov_rauf"),
        ("Rau\u00adf Sama\u200bdov", "Rau\u00adf Sama\u200bdov"),
        ("Rauf Sa\u0301madov", "Rauf Sa\u0301madov"),
        ("Rauf Sama-\ndov", "Rauf Sama-\ndov"),
    ],
)
def test_full_name_is_found_in_any_spelling(text, quote):
    assert find_names(text, ["Leyla Karimli", "Rauf Samadov"]) == [
        Found("Rauf Samadov", quote, text.index(quote), whole=True)
    ]


def test_name_in_an_escaped_address_is_found():
    text = "https://news.example/%D0%A0%D0%B0%D1%83%D1%84-%D0%A1%D0%B0%D0%BC%D0%B0%D0%B4%D0%BE%D0%B2"
    assert find_names(text, ["Rauf Samadov"]) == [Found("Rauf Samadov", "Рауф-Самадов", 0, whole=True)]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("https://news.example/2023/09/24/velizade", "velizade"),
        ("https://news.example/?q=arrest+v%C9%99liz%C3%A1d%C9%99", "vəlizádə"),
        ("https://news.example/%D0%92%D0%B5%D0%BB%D0%B8%D0%B7%D0%B0%D0%B4%D0%B5", "Велизаде"),
        ("https://news.example/%C2%E5%EB%E8%E7%E0%E4%E5", "Велизаде"),
        ("https://archive.example/?of=https%253A%252F%252Fnews.example%252Fa-velizade", "velizade"),
        ("https://xn--vlizad-wycf.example/", "vəlizadə"),
        ("https://freevelizade.example/", "freevelizade"),
        ("https://news.example/velizadenin-hebsi", "velizadenin"),
        ("velizade_2.pdf", "velizade"),
        ("sent by r.velizade@mail.example", "velizade"),
        ("#FreeVelizade", "FreeVelizade"),
    ],
)
def test_lone_surname_in_an_address_is_found_in_small_letters(text, quote):
    hits = find_names(text, ["Rashad Velizade"])
    assert (quote, False) in [(hit.quote, hit.whole) for hit in hits]
    assert not any(hit.whole for hit in hits)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("https://news.example/the-trial", "Tural Hasanli"),
        ("https://news.example/rushed-to-court", "Rashad Velizade"),
        ("https://azadliq.example/", "Azad Veliyev"),
        ("https://news.example/ali", "Ali Veliyev"),
        ("https://news.example/aliyeva", "Farid Aliyev"),
        ("https://news.example/ibrahimov", "Ibrahim Veliyev"),
    ],
)
def test_common_words_and_near_namesakes_in_an_address_are_no_names(text, name):
    assert find_names(text, [name]) == []


@pytest.mark.parametrize("text", ["Emin Ibrahimov", "Shaig Ibrahimov", "Ibrahimov, Emin Shaig"])
def test_two_words_of_a_longer_name_are_a_full_name(text):
    assert [hit.whole for hit in find_names(text, ["Emin Shaig Ibrahimov"])] == [True]


def test_name_of_one_word_is_whole_where_it_stands_out():
    assert find_names("Azad wrote; azad olundu; #azad", ["Azad"]) == [
        Found("Azad", "Azad", 0, whole=True),
        Found("Azad", "azad", 26, whole=True),
    ]


def test_lone_surname_or_given_name_is_found_as_such():
    assert find_names("R. Samadov has met his lawyer; Rauf’s mother too; samadov", ["Rauf Samadov"]) == [
        Found("Rauf Samadov", "Samadov", 3, whole=False),
        Found("Rauf Samadov", "Rauf’s", 31, whole=False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Rauf told the court yesterday that Leyla Karimli had met Samadov",
        "Rauf Karimli",
    ],
)
def test_words_of_a_name_far_apart_are_not_a_full_name(text):
    assert not any(hit.whole for hit in find_names(text, ["Rauf Samadov"]))


def test_near_namesakes_are_not_taken_for_the_name():
    assert find_names("Farida Aliyeva met Rufat Salmanov", ["Farid Aliyev", "Rauf Samadov"]) == []
    assert [hit.whole for hit in find_names("Vugar Aliyev", ["Farid Aliyev"])] == [False]


def test_plain_prose_holds_no_names():
    assert find_names(PROSE, PEOPLE) == []


def test_several_names_come_in_the_order_of_the_text():
    text = "Leyla Karimli and Rauf Samadov"
    assert [(hit.name, hit.start) for hit in find_names(text, ["Rauf Samadov", "Leyla Karimli"])] == [
        ("Leyla Karimli", 0),
        ("Rauf Samadov", 18),
    ]


def test_fold_words_makes_scripts_and_spellings_one_and_keeps_numbers():
    assert fold_words("Самадов") == fold_words("Samadov") == "samadov"
    assert fold_words("Qəhrəmanlı, Şuşa") == fold_words("Гахраманлы; Шуша") == "gahramanli shusha"
    assert fold_words("Article 234.4.3 — 30-day, №7") == "artijle 234.4.3 30 day 7"


def test_sort_key_follows_the_azerbaijani_alphabet():
    names = ["Çingiz", "Zaur", "Cavid", "Əli", "Elman", "Fərid", "Xədicə", "Həsən", "İlham", "Qabil", "Kamran", "Şahin"]
    assert sorted(names, key=sort_key) == [
        "Cavid",
        "Çingiz",
        "Elman",
        "Əli",
        "Fərid",
        "Həsən",
        "Xədicə",
        "İlham",
        "Kamran",
        "Qabil",
        "Şahin",
        "Zaur",
    ]
    assert sort_key("Ильхам") == sort_key("İlham") == "ilham"


@pytest.mark.parametrize("text", ["Prison №7", "Prison # 7", "Prison No. 7", "prison no 07", "The Prison Number 7"])
def test_numbered_place_has_one_key(text):
    assert place_key(text) == place_key("Prison 7")
    assert place_number(text) == "7"


def test_place_is_found_by_alias_number_and_name_in_brackets():
    full = "Baku Investigative Prison (Kürdəxanı)"
    assert place_key(full) == place_key("Baku Investigative Prison")
    assert bracketed(full) == "Kürdəxanı"
    assert place_key(bracketed(full)) == place_key("Kurdakhani") == place_key("Кюрдаханы") == "gurdahani"
    assert place_key("(Kurdakhani)") == "gurdahani"
    assert place_number("7 saylı həbsxana") == "7"
    assert place_number("Facility B") == ""
    assert place_key("Facility A") != place_key("Facility B")
    assert place_key("Prison №7") != place_key("Prison №17")
    assert len(place_key("щ" * 300)) <= 200
