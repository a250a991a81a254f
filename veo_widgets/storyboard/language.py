"""Prompts in other languages, brought into the English words that the scene reads."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from veo_widgets.storyboard import sprites

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SCRIPTS: Final = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("uk", re.compile(r"[іїєґ]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
)
LETTER: Final = r"\w\u0900-\u097f"
SPACELESS: Final = frozenset({"ja", "zh"})
USUAL: Final = {
    "en": "the a an of in on and with at over to is by through",
    "de": "der die das ein eine einen einem im auf und mit durch den am über ist unter",
    "fr": "le la les un une des dans sur avec du et au aux en qui l à",
    "es": "el la los las un una en con de y por sobre del al durante",
    "it": "il lo gli un una su nel nella con di che sulla sul e del della al",
    "pt": "o a os um uma no na com de em sobre e do da ao",
    "nl": "de het een in op met van door en",
    "pl": "w na z i przez nad się do",
    "sv": "en ett och på med i över genom",
    "da": "en et og på med i over gennem",
    "fi": "ja on",
    "hu": "a az egy és",
    "vi": "một trên và với trong",
}
SHARED: Final = frozenset(
    [
        "a",
        "am",
        "as",
        "at",
        "by",
        "do",
        "i",
        "in",
        "is",
        "me",
        "no",
        "of",
        "on",
        "over",
        "to",
        "van",
    ]
)
WORDS: Final[Mapping[str, str]] = {
    "de": "wald=forest nebl|nebel=mist dämmerung|morgen=dawn sonnenuntergang|abend=sunset nacht=night meer|ozean=ocean"
    " strand=beach stadt=city straße=street verschneit|schnee=snow regen=rain sturm|gewitter=storm wüste=desert"
    " berg=mountain küche=kitchen bühne=stage weltraum|weltall=space frau=woman mann=man kind=child auto=car zug=train"
    " rot=red blau=blue grün=green gelb=yellow fliegt|fliegen=flying läuft|rennt|geht=walking hirsch=deer fuchs=fox"
    " hund=dog katze=cat pferd=horse vogel|vögel=birds wiese=meadow unterwasser=underwater bär=bear löwe=lion wolf=wolf astronaut=astronaut koch=chef zauberer=wizard",
    "fr": "forêt|bois=forest brum|brouillard=mist aube|matin=dawn coucher=sunset soir=evening nuit=night mer|océan=ocean"
    " plage=beach ville=city rue=street neige|enneigé=snow pluie=rain tempête|orage=storm désert=desert montagne=mountain"
    " cuisine=kitchen scène=stage espace=space femme=woman homme=man enfant=child voiture=car train=train rouge=red"
    " bleu=blue vert=green jaune=yellow vol=flying marche|court=walking cerf=deer renard=fox chien=dog chat=cat"
    " cheval=horse oiseau=birds prairie=meadow sous-marin=underwater ours=bear lion=lion loup=wolf astronaut=astronaut cuisinier=chef sorcier|magicien=wizard",
    "es": "bosque=forest niebla=mist amanecer|alba=dawn atardecer=sunset noche=night mar|océano=ocean playa=beach"
    " ciudad=city calle=street nieve|nevad=snow lluvia=rain tormenta=storm desierto=desert montaña=mountain"
    " cocina=kitchen escenario=stage espacio=space mujer=woman hombre=man niñ=child coche|carro=car tren=train rojo|roja=red"
    " azul=blue verde=green amarill=yellow vola=flying camina|corr=walking ciervo=deer zorro=fox perro=dog gato=cat"
    " caballo=horse pájaro|ave=birds prado=meadow submarin=underwater barco=ship oso=bear león=lion lobo=wolf astronaut=astronaut cocinero=chef mago|hechicero=wizard",
    "it": "foresta|bosco=forest nebbia=mist alba=dawn tramonto=sunset notte=night mare|oceano=ocean spiaggia=beach"
    " città=city strada=street neve|innevat=snow pioggia=rain tempesta=storm deserto=desert montagna=mountain cucina=kitchen"
    " palco=stage spazio=space donna=woman uomo=man bambin=child macchina|auto=car treno=train rosso|rossa=red blu=blue"
    " verde=green giall=yellow vola=flying cammina|corre=walking cervo=deer volpe=fox cane=dog gatto=cat cavallo=horse"
    " uccell=birds prato=meadow barca=ship orso=bear leone=lion lupo=wolf astronaut=astronaut cuoco=chef mago=wizard",
    "pt": "floresta|bosque=forest névoa|neblina=mist amanhecer=dawn pôr=sunset noite=night mar|oceano=ocean praia=beach"
    " cidade=city rua=street neve=snow chuva=rain tempestade=storm deserto=desert montanha=mountain cozinha=kitchen"
    " palco=stage espaço=space mulher=woman homem=man criança=child carro=car trem|comboio=train vermelh=red azul=blue"
    " verde=green amarel=yellow voa=flying caminha|corre=walking veado=deer raposa=fox cão|cachorro=dog gato=cat"
    " cavalo=horse pássaro=birds barco=ship urso=bear leão=lion lobo=wolf astronaut=astronaut cozinheiro=chef mago=wizard",
    "nl": "bos=forest mist=mist dageraad|ochtend=dawn zonsondergang=sunset nacht=night zee|oceaan=ocean strand=beach"
    " stad=city straat=street sneeuw=snow regen=rain storm=storm woestijn=desert berg=mountain keuken=kitchen vrouw=woman"
    " man=man kind=child auto=car trein=train rood|rode=red blauw=blue groen=green geel=yellow vliegt=flying loopt=walking"
    " hert=deer vos=fox hond=dog kat=cat paard=horse vogel=birds beer=bear leeuw=lion wolf=wolf",
    "pl": "las=forest mgł=mist świt=dawn zachód=sunset noc=night morz|ocean=ocean plaż=beach miast=city ulic=street"
    " śnieg|śnież=snow deszcz=rain burz=storm pustyni=desert gór=mountain kuchni=kitchen kobiet=woman mężczyzn=man"
    " dzieck=child samoch=car pociąg=train czerwon=red niebiesk=blue zielon=green lis=fox pies|psa=dog kot=cat koń=horse"
    " ptak=birds niedźwied=bear lew=lion wilk=wolf",
    "sv": "skog=forest dimm=mist gryning=dawn solnedgång=sunset natt=night hav=ocean strand=beach stad=city gata=street"
    " snö=snow regn=rain storm=storm öken=desert berg=mountain kvinna=woman man=man barn=child bil=car tåg=train röd=red"
    " blå=blue grön=green räv=fox hund=dog katt=cat häst=horse fågel=birds björn=bear lejon=lion varg=wolf",
    "ru": "лес=forest туман=mist рассвет|утр=dawn закат=sunset ноч=night мор|океан=ocean пляж=beach город=city улиц=street"
    " снег|снеж=snow дожд=rain шторм|гроз=storm пустын=desert гор[аыу]=mountain кухн=kitchen сцен=stage космос=space"
    " женщин|девушк=woman мужчин=man ребён|дет=child машин=car поезд=train красн=red син=blue зелён=green жёлт=yellow лет=flying"
    " ид[её]т|бежит=walking олен=deer лис=fox собак=dog кошк|кот=cat лошад|кон[ьяе]=horse птиц=birds корабл=ship"
    " медвед=bear л[её]в=lion волк=wolf космонавт|астронавт=astronaut повар=chef волшебник=wizard",
    "uk": "ліс=forest туман=mist світанок=dawn захід=sunset ніч=night мор=ocean пляж=beach міст=city вулиц=street сніг=snow"
    " дощ=rain пустел=desert жінк=woman чоловік=man дитин=child машин=car червон=red син=blue лисиц=fox соба=dog кіт=cat"
    " кінь=horse птах=birds",
    "ja": "宇宙飛行士=astronaut 森|林=forest 霧=mist 夜明け|朝=dawn 夕日|夕焼け=sunset 夜=night 海=ocean 浜|ビーチ=beach 街|都市|東京=city 通り=street 雪=snow"
    " 雨=rain 嵐=storm 砂漠=desert 山=mountain 台所|キッチン=kitchen 舞台|ステージ=stage 宇宙=space 女性|女の=woman 男=man 子供|子ども=child"
    " 車=car 電車|列車=train 赤=red 青=blue 緑=green 飛=flying 歩|走=walking 鹿=deer 狐|キツネ=fox 犬=dog 猫=cat 馬=horse 鳥=birds"
    " ネオン=neon 桜=cherry_blossom 熊=bear ライオン=lion 狼=wolf 草原=meadow 水中=underwater 船=ship",
    "zh": "宇航员|太空人=astronaut 森林|竹林|林=forest 雾=mist 黎明|清晨|早晨=dawn 日落|夕阳|黄昏=sunset 夜=night 海=ocean 海滩|沙滩=beach 城市|街|东京=city 雪=snow 雨=rain"
    " 暴风|风暴=storm 沙漠=desert 山=mountain 厨房=kitchen 舞台=stage 太空|宇宙=space 女=woman 男=man 孩=child 汽车|车=car 火车=train"
    " 红=red 蓝=blue 绿=green 黄=yellow 飞=flying 走|跑=walking 鹿=deer 狐狸=fox 狗=dog 猫=cat 马=horse 鸟=birds 霓虹=neon 熊猫=giant_panda"
    " 熊=bear 狮=lion 狼=wolf 草原=meadow 船=ship",
    "ko": "숲=forest 안개=mist 새벽|아침=dawn 노을|일몰=sunset 밤=night 바다=ocean 해변=beach 도시=city 거리=street 눈=snow 비=rain 폭풍=storm"
    " 사막=desert 산=mountain 부엌|주방=kitchen 무대=stage 우주=space 여자|여성=woman 남자|남성=man 아이=child 자동차=car 기차=train"
    " 빨간|붉은=red 파란=blue 사슴=deer 여우=fox 개=dog 고양이=cat 말=horse 새=birds 곰=bear 사자=lion 늑대=wolf",
}


ENGLISH: Final = frozenset(
    meaning.lower()
    for row in WORDS.values()
    for pair in row.split()
    for meaning in (pair.rsplit("=", 1)[1],)
)
IDIOMS: Final = {
    "fr": (r"en train de", r"cerf-volant", r"merveill\w*"),
    "de": (r"hundert\w*", r"regenbogen", r"autor\w*"),
    "es": (r"mariposa", r"avenida"),
    "ru": (r"котор\w*", r"лист\w*", r"лестниц\w*", r"морожен\w*"),
    "ko": (r"말하\w*", r"말한\w*", r"비행기?", r"새로\w*"),
    "zh": ("马路", "罗马", "上海", "飞机"),
    "sv": (r"bild\w*",),
    "nl": (r"zeer",),
}


def language_of(text: str) -> str:
    """Guess a prompt's language by its script, else by its smallest words."""
    lower = text.lower()
    for language, script in SCRIPTS:
        if script.search(lower):
            return language
    said = re.findall(r"[^\W\d_]+", lower)
    scores = {
        language: sum(
            word in usual.split() and (language == "en" or word not in SHARED) for word in said
        )
        for language, usual in USUAL.items()
    }
    most = max(scores.values())
    ahead = [language for language, score in scores.items() if score == most]
    if most > max(1, scores["en"]):
        return max(ahead, key=lambda language: _known(language, said))
    if scores["en"] or not said:
        return "en"
    best = max(WORDS, key=lambda language: _known(language, said))
    here = sum(word in ENGLISH or word in sprites.names("en") for word in said)
    return best if _known(best, said) > here else "en"


def _known(language: str, said: list[str]) -> int:
    """Count the words that a language has a meaning for."""
    if language in SPACELESS or language == "en":
        return 0
    pattern = _table(language)[0]
    return sum(bool(pattern.fullmatch(word)) for word in said)


@cache
def _table(language: str) -> tuple[re.Pattern[str], Mapping[str, str], Mapping[str, str]]:
    """Return a pattern of a language's known words, and what they are in English.

    The first mapping has the beginnings of words, the second has whole names.
    """
    stems: dict[str, str] = {}
    for pair in WORDS.get(language, "").split():
        several, meaning = pair.rsplit("=", 1)
        stems |= dict.fromkeys(several.split("|"), meaning.replace("_", " "))
    names = {
        name: sprite.replace("-", " ")
        for name, sprite in sprites.names(language).items()
        if len(name) > 1 and name not in stems
    }

    def longest(words: Iterable[str]) -> list[str]:
        return sorted(words, key=lambda word: (-len(word), word))

    if language in SPACELESS:
        parts = longest({**names, **stems})
        return re.compile("|".join(map(_stem, parts))), stems, names
    tail = r"\w{0,4}"
    begun = "|".join(f"(?:{stem}){tail}" for stem in longest(stems))
    whole = "|".join(map(re.escape, longest(names)))
    either = "|".join(part for part in (whole, begun) if part)
    return re.compile(rf"(?<![{LETTER}])(?:{either})(?![{LETTER}])"), stems, names


def _stem(word: str) -> str:
    return word if "[" in word else re.escape(word)


def english(text: str, language: str) -> str:
    """Return a prompt with the words that are known put into English.

    An English prompt comes back unchanged; words that nobody knows stay.

    Args:
        text: The prompt.
        language: Its language.
    """
    if language == "en":
        return text
    pattern, stems, names = _table(language)
    text = re.sub("|".join(IDIOMS.get(language, ("(?!)",))), " ", text.lower())

    def told(match: re.Match[str]) -> str:
        word = match[0]
        fitting = (meaning for stem, meaning in stems.items() if re.match(stem, word))
        return f" {names.get(word) or next(fitting, word)} "

    return re.sub(r"\s+", " ", pattern.sub(told, text)).strip()
