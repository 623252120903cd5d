"""What texts of some languages look like, for telling in which old encoding a file was saved.

Each language has the encodings its texts were saved in, its most frequent letters beyond ASCII and,
for Latin script, short words that stand in every text. The letters are a matter of common
knowledge; no list of anybody's was taken.
"""

from typing import NamedTuple


class Profile(NamedTuple):
    """How texts of one language look."""

    lang: str
    encodings: tuple[str, ...]
    """As Python names them, the likeliest first."""
    letters: dict[str, float]
    """Frequent letters beyond ASCII, and what each says for the language, up to 1."""
    words: frozenset[str] = frozenset()
    """Frequent words in ASCII letters, for languages in Latin script."""


NEUTRAL = frozenset("“”‘’„‚«»‹›–—…•·§©®°€£\u00a0¿¡、。，：；！？（）《》「」『』【】・ー")
"""Signs that texts of many languages have."""
_WEST = ("windows-1252", "iso-8859-15", "mac-roman", "cp850")
_CENTRAL = ("windows-1250", "iso-8859-2", "cp852")
_CYRILLIC = ("windows-1251", "koi8-r", "iso-8859-5", "cp866")


def profile(lang: str, encodings: tuple[str, ...], letters: str, words: str = "") -> Profile:
    """Return a profile; of an alphabet of its own the first letters given say more."""
    alphabet = not words and len(letters) < 60
    weights = {
        letter: 0.4 if alphabet and place >= 14 else 1.0 for place, letter in enumerate(letters)
    }
    capitals = {letter.upper(): 0.5 for letter in letters if len(letter.upper()) == 1}
    return Profile(lang, encodings, {**capitals, **weights}, frozenset(words.split()))


PROFILES = (
    profile("en", _WEST, "éèñüöäïçêóáâ", "the of and to in a is that for on was with as by"),
    profile("es", _WEST, "áéíóúñü", "de la que el en y a los del las un por con una su para"),
    profile("fr", _WEST, "éèàçêâîôûùëïœ", "de la le et les des en un une du que est pour dans qui"),
    profile("de", _WEST, "äöüß", "der die und in den von zu das mit sich des auf ist im dem nicht"),
    profile("pt", _WEST, "ãõáéíóúâêôçà", "de a o que e do da em um para com uma os no se na por"),
    profile("it", _WEST, "àèéìòù", "di e il la che in a per un del non sono una le con della si"),
    profile("nl", _WEST, "éëïóèü", "de het een van en in is dat op te zijn voor met die niet aan"),
    profile("sv", _WEST, "åäöé", "och i att det som en av den till med de inte har om ett var"),
    profile("da", _WEST, "æøåé", "og i at det er en til af den de med som for ikke har et var"),
    profile("fi", _WEST, "äöå", "ja on ei se oli joka mutta ovat kun hän niin myös tai sen"),
    profile("pl", _CENTRAL, "ąćęłńóśźż", "w i z na do nie o to jest od za przez po dla jak oraz"),
    profile("cs", _CENTRAL, "áčďéěíňóřšťúůýž", "a v na se je o z do to s za ve by pro jako po"),
    profile("sk", _CENTRAL, "áäčďéíľňóôŕšťúýž", "a v na sa je o z do to s za vo by pre ako po"),
    profile("hu", _CENTRAL, "áéíóöőúüű", "a az egy hogy nem is ez de meg volt csak mint el van"),
    profile("ro", _CENTRAL, "ăâîşţșț", "de la a cu pe din care nu un o mai sau este ce au lui"),
    profile("hr", _CENTRAL, "čćđšž", "i u je na se da su za od s koji a iz o kao bi do"),
    profile("tr", ("windows-1254", "cp857"), "çğıöşüİ", "ve bir bu da de ile olarak daha o ne en"),
    profile("lt", ("windows-1257",), "ąčęėįšųūž", "ir kad su yra bet kaip iki buvo nuo jo tai"),
    profile("lv", ("windows-1257",), "āčēģīķļņšūž", "un ir ar no par uz ka bet arī tas bija"),
    profile("ru", _CYRILLIC, "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфё"),
    profile("uk", ("windows-1251", "koi8-u"), "оаинвітеркслудмпзягьбчхйцїєжюшґ"),
    profile("bg", ("windows-1251",), "аионетрсвлкдпмзгяъбучцжщюхшйф"),
    profile("el", ("windows-1253", "iso-8859-7"), "αοιετσνηυρπκμλςωδγχθφβξζψάέήίόύώ"),
    profile("he", ("windows-1255", "iso-8859-8"), "יוהלארתבשמנםדקפעחסןטזגכצךףץ"),
    profile("ar", ("windows-1256", "iso-8859-6"), "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىأإآءئؤ"),
    profile("fa", ("windows-1256",), "اینرمدهوتبسشکزلگفعخقجحپچآصطضغژيك"),
    profile("th", ("cp874",), "านรอกเงมยลวดทสตะปบคหแจพชขใไโ่้ัีิื็ุู์ำ"),
    profile(
        "zh-Hans",
        ("gb18030",),
        "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后"
        "多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合"
        "还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只"
        "没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边"
        "流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北"
        "美称报告新闻记者市场企业日元亿万",
    ),
    profile(
        "zh-Hant",
        ("big5hkscs", "cp950"),
        "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後"
        "多定行學法所民得經十三之進著等部度家電力裡如水化高自二理起小物現實加量都兩體制機當使點從業本去把性好應開它合"
        "還因由其些然前外天政四日那社義事平形相全表間樣與關各重新線內數正心反你明看原又麼利比或但質氣第向道命此變條只"
        "沒結解問意建月公無系軍很情者最立代想已通並提直題黨程展五果料象員革位入常文總次品式活設及管特件長求老頭基資邊"
        "報告新聞記者市場企業灣港億萬美稱",
    ),
    profile(
        "ja",
        ("cp932", "euc-jp"),
        "のにはをたがでてとしれさいるなあうえおかきくけこすせそちつぬねはひふへほまみむめもやゆよらりろわんっゃゅょ"
        "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワンッャュョ"
        "日一国年大十二本中人月時会行出同社事者分",
    ),
    profile(
        "ko",
        ("cp949",),
        "이다는에을의를은고하가로기지사한서도인자시정어대그리수제전나일라있해부보과으만아장구상조원국여동주공들성것"
        "발경연비와스면위선미회계세신문무안당관치업",
    ),
)
