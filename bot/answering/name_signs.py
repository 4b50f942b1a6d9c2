"""Names of people as Chinese and Lao spell them by ear: compared by their consonants with the names that the store has.

Chinese has a small set of signs for foreign names, listed by the consonants that each stands for, simplified and traditional;
those that begin with a vowel, h, w or y, which are heard differently, stand for the consonant at their end, or for none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TypeVar

from bot.answering import particles
from bot.answering.lao import sound_of_lao
from bot.answering.phrases import Hit
from bot.answering.text import Token, begins_a_syllable

V = TypeVar("V")

_BY_SOUND = {
    "p": "布巴贝比博拜鲍伯柏宝波帕佩皮普派保弗法费菲福夫佛芙白卜彼碧珀蒲貝寶鮑費",
    "pn": "班邦本宾彬庞潘彭平品凡范芬丰冯方賓龐馮豐",
    "t": "德达戴代迪多杜道窦特塔泰台提蒂托图陶土帝底笛狄黛達圖臺都",
    "tn": "丹当邓丁登敦顿东冬坦唐滕廷汤屯腾通童汀當鄧頓東湯騰",
    "k": "格加盖戈古贵圭桂果瓜克卡凯基科库柯可考奎夸高葛蓋貴凱庫誇",
    "kn": "甘冈根京金贡康坎肯孔昆宽坤岡貢寬",
    "s": "斯萨塞西索苏士思丝莎沙舍什肖舒休谢夏希兹扎泽齐佐祖朱贾杰季焦乔查切奇楚恰茨察采策措日茹若热哲吉"
    "茲紮澤齊賈傑喬謝蘇薩絲熱徐许席",
    "sn": "桑森辛孙松山珊尚申顺詹真准琼钱昌琴春灿岑赞曾宗津仁孫順準瓊錢燦贊尊",
    "m": "姆马梅迈米莫穆玛默慕麦摩馬瑪邁麥美蜜",
    "mn": "曼芒门明蒙满敏孟門滿",
    "n": "恩纳内奈尼诺努娜妮涅安昂因英翁温文万旺汉亨洪央延扬瑙纽聂納內諾紐聶溫萬漢揚",
    "nn": "南农宁嫩寧農",
    "l": "勒拉莱利洛卢里雷赖罗鲁尔丽莉露列留劳娄吕路萊盧賴羅魯爾麗勞婁呂李黎陆陸",
    "ln": "兰朗伦林隆仑琳龙让蘭倫龍連连",
    "": "阿埃艾伊奥乌亚耶约尤哈海黑赫霍胡侯豪瓦韦维沃武威伍华惠叶雅也怀欧厄亞約烏奧葉華維韋懷歐衣依吾以",
}
_BETWEEN = frozenset("·・‧•- ")  # the parts of a name
_DROPPED = frozenset("tkpl")  # what Chinese leaves out at the end of a name
_TELLING = 3  # consonants of the part of a name that tells somebody
_HEARD = 2  # consonants of a part that has to fit too
_AROUND = particles.written("beside_a_name")["lo"]  # the longer before those that they begin with


Spelt = Mapping[str, Sequence[tuple[V, Sequence[str]]]]
"""Who has a name that begins with a consonant, by that; each with the consonants of all parts of her name."""


def people_spelt(sequence: Sequence[Token], covered: frozenset[int], spelt: Spelt[V]) -> Iterator[Hit[V]]:
    """The people whom Chinese or Lao signs spell by ear: every part of the name must fit one of hers, one for sure."""
    for name in _runs(sequence, covered):
        parts = [(start, end, sound) for start, end, sound in name if len(sound) >= _HEARD]
        if sum(len(sound) for _, _, sound in parts) < _TELLING:
            continue
        sure = [len(sound) >= _TELLING for _, _, sound in parts]
        for person, keys in spelt.get(parts[0][2][0], ()):
            fits = [max([_fit(sound, key) for key in keys]) for _, _, sound in parts]
            telling = any(fit > 1 and told for fit, told in zip(fits, sure, strict=True))
            if min(fits) > 0 and (telling or (len(fits) > 1 and min(fits) > 1)):
                yield from (Hit(start, end, person) for start, end, _ in parts)


def by_first_consonant(heard: Mapping[str, Iterable[V]]) -> Spelt[V]:
    """Those who are heard in some way, for `people_spelt`: without w, which both scripts write as a vowel."""
    names: dict[V, list[str]] = defaultdict(list)
    for sound, people in heard.items():
        for person in people:
            if key := sound.replace("w", ""):
                names[person].append(key)
    found: dict[str, list[tuple[V, Sequence[str]]]] = defaultdict(list)
    for person, keys in names.items():
        for first in dict.fromkeys(key[0] for key in keys):
            found[first].append((person, keys))
    return dict(found)


def _fit(sound: str, key: str) -> int:
    """How well the consonants heard are those of a name: 0 not at all, 1 as a part of it may be, 2 for sure."""
    if sound[0] != key[0]:
        return 0
    if sound == key or (sound == key[:-1] and key[-1] in _DROPPED):
        return 2
    if len(sound) > _TELLING and len(sound) == len(key) and sum(map(str.__ne__, sound, key)) == 1:
        return 2
    rest = iter(key)
    return int(2 * len(sound) >= len(key) and all(sign in rest for sign in sound))


def _runs(sequence: Sequence[Token], covered: frozenset[int]) -> Iterator[list[tuple[int, int, str]]]:
    """The signs that may be a name, part by part, each with its consonants."""
    name: list[tuple[int, int, str]] = []
    for start, end in _parts(sequence, covered):
        is_lao = sequence[start].script == "lo"
        goes_on = bool(name) and name[-1][1] == start and sequence[start].gap in _BETWEEN
        if name and not goes_on:
            yield name
            name = []
        signs = [token.text for token in sequence[start:end]]
        sound = sound_of_lao(signs).replace("w", "") if is_lao else _sound_of_signs(signs)
        name.append((start, end, sound[:-1] + "t" if sound.endswith("s") else sound))
    if name:
        yield name


def _sound_of_signs(signs: Sequence[str]) -> str:
    """The consonants of Chinese signs; an n at the end of one and at the beginning of the next is one."""
    sound, before = "", ""
    for sign in signs:
        own = _sounds()[sign]
        sound += own[1:] if len(before) > 1 and before[-1] == own[:1] else own
        before = own
    return sound


def _parts(sequence: Sequence[Token], covered: frozenset[int]) -> Iterator[tuple[int, int]]:
    """The stretches of signs that nothing stands between and that mean nothing else."""
    start = 0
    while start < len(sequence):
        if start in covered or not _may_spell(sequence[start]):
            start += 1
            continue
        end = start + 1
        while end < len(sequence) and sequence[end].glued and end not in covered and _may_spell(sequence[end]):
            end += 1
        first, last = _without_words_around(sequence, start, end)
        if last > first:
            yield first, last
        start = end


def _may_spell(token: Token) -> bool:
    return token.kind == "sign" and (token.script == "lo" or token.text in _sounds())


def _without_words_around(sequence: Sequence[Token], start: int, end: int) -> tuple[int, int]:
    """A stretch of Lao signs without the words that stand before or behind a name."""
    said = "".join(token.text for token in sequence[start:end])
    for word in _AROUND:
        if said.startswith(word) and said != word and begins_a_syllable(said[len(word)]):
            return _without_words_around(sequence, start + len(word), end)
        if said.endswith(word) and said != word:
            return start, end - len(word)
    return start, end


@cache
def _sounds() -> Mapping[str, str]:
    return {sign: sound for sound, signs in _BY_SOUND.items() for sign in signs}
