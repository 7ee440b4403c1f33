"""Turns a stream of choices into Chinese names with their romanised form, all different from one another."""

from __future__ import annotations

from random import Random

# Surnames and the syllables of given names as "字 pinyin", the surnames by how common they are.
_SURNAMES = (
    "李 Li,王 Wang,张 Zhang,刘 Liu,陈 Chen,杨 Yang,赵 Zhao,黄 Huang,周 Zhou,吴 Wu,徐 Xu,孙 Sun,胡 Hu,朱 Zhu,高 Gao,"
    "林 Lin,何 He,郭 Guo,马 Ma,罗 Luo,梁 Liang,宋 Song,郑 Zheng,谢 Xie,韩 Han,唐 Tang,冯 Feng,于 Yu,董 Dong,"
    "萧 Xiao,程 Cheng,曹 Cao,袁 Yuan,邓 Deng,许 Xu,傅 Fu,沈 Shen,曾 Zeng,彭 Peng,吕 Lyu,苏 Su,卢 Lu,蒋 Jiang,"
    "蔡 Cai,贾 Jia,丁 Ding,魏 Wei,薛 Xue,叶 Ye,阎 Yan,余 Yu,潘 Pan,杜 Du,戴 Dai,夏 Xia,钟 Zhong,汪 Wang,田 Tian,"
    "任 Ren,姜 Jiang,范 Fan,方 Fang,石 Shi,姚 Yao,谭 Tan,廖 Liao,邹 Zou,熊 Xiong,金 Jin,陆 Lu,郝 Hao,孔 Kong,"
    "白 Bai,崔 Cui,康 Kang,毛 Mao,邱 Qiu,秦 Qin"
)
_MEN = (
    (
        "建 jian,志 zhi,国 guo,伟 wei,明 ming,俊 jun,浩 hao,子 zi,天 tian,海 hai,立 li,嘉 jia,永 yong,振 zhen,"
        "家 jia,文 wen,晓 xiao,景 jing"
    ),
    (
        "强 qiang,军 jun,峰 feng,杰 jie,涛 tao,鹏 peng,辉 hui,斌 bin,磊 lei,毅 yi,航 hang,宁 ning,林 lin,东 dong,"
        "平 ping,华 hua,诚 cheng,凯 kai"
    ),
)
_WOMEN = (
    (
        "雅 ya,晓 xiao,思 si,雨 yu,佳 jia,欣 xin,诗 shi,梦 meng,美 mei,静 jing,丽 li,若 ruo,慧 hui,文 wen,秀 xiu,"
        "春 chun,玉 yu,婉 wan"
    ),
    (
        "婷 ting,怡 yi,琳 lin,娜 na,敏 min,洁 jie,雯 wen,颖 ying,倩 qian,燕 yan,萍 ping,芳 fang,琪 qi,蕾 lei,"
        "云 yun,兰 lan,霞 xia,璇 xuan"
    ),
)

Name = tuple[str, str]
"""A name in characters and its romanised form, surname first."""


def names(random: Random, count: int, taken: tuple[Name, ...] = ()) -> list[Name]:
    """Return so many names whose characters and whose romanised forms all differ, also from those already taken."""
    found: list[Name] = []
    written = {form for name in taken for form in name}
    while len(found) < count:
        name = _name(random)
        if written.isdisjoint(name):
            found.append(name)
            written.update(name)
    return found


def _name(random: Random) -> Name:
    surnames = _syllables(_SURNAMES)
    # The smaller of two draws: common surnames come first in the list and should come up more often.
    surname = surnames[min(random.randrange(len(surnames)), random.randrange(len(surnames)))]
    first, second = (random.choice(_syllables(text)) for text in random.choice((_MEN, _WOMEN)))
    return surname[0] + first[0] + second[0], f"{surname[1]} {(first[1] + second[1]).capitalize()}"


def _syllables(text: str) -> list[Name]:
    return [(character, sound) for character, _, sound in (pair.partition(" ") for pair in text.split(","))]
