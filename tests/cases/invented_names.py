"""Full names in the order of official papers, drawn from lists of common words, and typing errors in them."""

from __future__ import annotations

from itertools import accumulate
from random import Random

_MEN = """
    Əli Rəşad Elçin Vüqar Orxan Ramil Tural Kənan Fərid Anar Emin İlqar Elnur Nicat Samir Rövşən Ceyhun Şahin Pərviz Zaur
    Müşfiq Yaşar Çingiz İlham Rauf Ülvi Əkbər Həsən Hüseyn Məhəmməd İsmayıl İbrahim Yusif Ömər Cavid Rəsul Taleh Babək
    Araz Eldar Fuad Gündüz Xəyal Qabil Lətif Nəriman Oqtay Rüstəm Səməd Tofiq Vasif Zülfüqar Bəxtiyar Natiq Polad
"""
_WOMEN = """
    Aygün Leyla Nigar Gülnarə Sevinc Xədicə Şəbnəm Ülviyyə Aytən Günel Könül Lalə Mehriban Nərgiz Pərvanə Rəna Səbinə
    Türkan Vəfa Zəhra Əsmər Çinarə Fidan İradə Jalə Kəmalə Məleykə Nuranə Röya Sara Tamilla Zümrüd
"""
_STEMS = """
    Əli Məmməd Hüseyn Həsən Quli İsmayıl Abbas İbrahim Rəhim Kərim Əhməd Mustafa Süleyman Cəfər Nəbi Vəli Məhərrəm Səfər
    Şıxəli Bağır Tağı Mirzə Ağa Allahverdi Bayram Novruz Rza Heydər Əsgər Qasım Musa Yusif Orucəli Cabbar Sultan Xəlil
    Ələkbər Fərzəli Göyüş Həmid İskəndər Kazım Lətif Muradxan Nəsib Osman Paşa Rüstəm Sadıq Talıb Umud Vahid Zeynal
"""
_ASCII = str.maketrans("İIƏÖÜĞŞÇəıöüğşç", "iieougsceiougsc")


def full_name(random: Random) -> str:
    """“Məmmədova Aygün Elçin qızı”: common words far oftener than rare ones."""
    man = random.random() < 0.8
    first = _draw(random, _MEN if man else _WOMEN)
    stem = _draw(random, _STEMS)
    kind = random.random()
    if kind < 0.7:
        last = stem + ("yev" if stem[-1] in "aıoueəiöü" else "ov") + ("" if man else "a")
    else:
        last = stem + ("zadə" if kind < 0.85 else "li")
    return f"{last} {first} {_draw(random, _MEN)} {'oğlu' if man else 'qızı'}"


def _draw(random: Random, listed: str) -> str:
    words = listed.split()
    weights = list(accumulate((place + 1) ** -0.65 for place in range(len(words))))
    return random.choices(words, cum_weights=weights)[0]


def with_typing_error(name: str, random: Random) -> str:
    """The name as typed without marks, one letter or space left out, replaced, or swapped with the one before."""
    letters = list(name.translate(_ASCII).lower())
    place = random.randrange(1, len(letters) - 1)
    error = random.randrange(3)
    if error == 0:
        del letters[place]
    elif error == 1:
        letters[place] = random.choice("abdeiklmnorstuvz")
    else:
        letters[place], letters[place - 1] = letters[place - 1], letters[place]
    return "".join(letters)
