import { isLeaked } from './leakedPassword.ts'
import { isDigitHabit, isPinyinHabit } from './passwordHabits.ts'

// Words of our own beside the published list of leaked passwords: long ones it lacks, pinyin, and the trade's. A password is
// judged by what is left of it without digits and signs at its ends and with letters for look-alike digits.
const words = new Set(
  `password passwort passw0rd pass passphrase secret letmein letmeinplease welcome welcomeback admin administrator root superuser
  master login guest user test testing tester changeme changemenow default temp temporary demo example sample qwerty qwertyuiop
  qwertyqwerty asdf asdfgh asdfghjkl asdfasdf zxcvbn zxcvbnm qazwsx qazwsxedc wasd dvorak abc abcdef abcdefg abcdefgh abcdefghijkl
  abcabc iloveyou iloveyousomuch loveyou lovely love sweetheart darling honey babygirl babyboy princess prince queen king angel
  monkey dragon tiger lion eagle falcon panda dolphin butterfly flower rose lily sunshine sunflower moonlight starlight rainbow
  summer winter spring autumn january february march april may june july august september october november december monday
  tuesday wednesday thursday friday saturday sunday football baseball basketball soccer hockey tennis golf liverpool chelsea
  arsenal barcelona realmadrid manchester juventus yankees cowboys steelers lakers superman batman spiderman ironman pokemon
  pikachu naruto starwars startrek matrix hunter ranger shadow ninja samurai warrior killer killerqueen metallica slipknot
  nirvana eminem blink trustno trustnoone whatever nothing something anything unknown freedom liberty peace jesus jesuschrist
  heaven blessed faith hope mother father mommy daddy brother sister family friends forever michael jennifer jessica ashley
  daniel thomas andrew joshua matthew robert charlie george jordan nicole hannah amanda samantha anthony maggie ginger pepper
  buster cookie chocolate cheese banana apple orange coffee whiskey computer internet google facebook linkedin microsoft windows
  samsung iphone android nokia dell apple mustang ferrari porsche mercedes corvette harley yamaha yankee phoenix diamond silver
  golden purple money dollar bitcoin crypto wallet payment bank banking finance credit alipay wechat weixin zhifubao unionpay
  yinlian taobao tencent baidu huawei xiaomi woaini woaiwojia woaizhongguo zhongguo beijing shanghai shenzhen guangzhou woshishui
  aini wodemima mima nihao nihaoma qingwen wangyut dearbook xiaoming xiaohong zhangwei wangwei liming lihua covenant yunhui
  correcthorsebatterystaple thisisapassword mypassword thepassword newpassword passwordpassword adminadmin rootroot
  useruser secretsecret qweasd qweasdzxc qwer qwert qwertz azerty poiuytrewq lkjhgfdsa mnbvcxz asdfghjklqwertyuiop
  qwertyuiopasdfghjkl qazxsw qazxswedc wsxedc zaqwsx zaqxsw nopassword openup opensesame abracadabra hello helloworld hellohello
  goodmorning goodluck access accessgranted service support manager oracle mysql postgres system server network security
  hacker letmeinnow pleaseletmein enter entrance backdoor company office business corporate`
    .split(/\s+/)
    .filter((word) => word !== ''),
)

const looksLike: Readonly<Record<string, string>> = {
  0: 'o',
  1: 'i',
  3: 'e',
  4: 'a',
  5: 's',
  7: 't',
  '@': 'a',
  $: 's',
  '!': 'i',
}
const rows = [
  '01234567890123456789',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn',
  '1q2w3e4r5t6y7u8i9o0p',
]

/** Letters for the digits and signs that look like them: `p@55w0rd` is `password`. */
export const withoutLeet = (text: string): string => Array.from(text, (letter) => looksLike[letter] ?? letter).join('')

/**
 * True for a password that attackers try first: leaked before, a common word with decoration, one word twice, a row of keys, a
 * repeated piece, or a habit of its owner's language. NIST SP 800-63B-4 section 3.1.1.2: compare with a list, ask for no mixture.
 */
export function isCommonPassword(password: string): boolean {
  const plain = password.normalize('NFKC').toLowerCase().replace(/\s/g, '')
  const core = plain.replace(/^[\d\p{P}\p{S}]+|[\d\p{P}\p{S}]+$/gu, '')
  const spoken = withoutLeet(core)
  const letters = [core, spoken].map((text) => text.replace(/[\d\p{P}\p{S}]/gu, ''))
  const readings = new Set(
    [plain, core, spoken, withoutLeet(plain), withoutSigns(plain), ...letters].flatMap((text) => [text, halfOf(text)]),
  )
  return (
    [...readings].some((text) => words.has(text) || (text.length >= leakedLeast && isLeaked(text))) ||
    letters.some(isPinyinHabit) ||
    isDigitHabit(plain) ||
    isRow(plain) ||
    isRepeated(plain)
  )
}

const withoutSigns = (text: string): string => text.replace(/[\p{P}\p{S}]/gu, '')

// Shorter ones are syllables, and what surrounds them is the password.
const leakedLeast = 4

const halfOf = (text: string): string => {
  const half = text.slice(0, text.length / 2)
  return half + half === text ? half : text
}

const isRow = (text: string): boolean =>
  rows.some((row) => [row + row, reversed(row + row)].some((keys) => keys.includes(text)))

const reversed = (text: string): string => Array.from(text).reverse().join('')

// "abcabcabcabc", "121212121212", "aaaaaaaaaaaa": a piece of at most four letters again and again.
const isRepeated = (text: string): boolean =>
  [1, 2, 3, 4].some(
    (length) =>
      text
        .slice(0, length)
        .repeat(Math.ceil(text.length / length))
        .slice(0, text.length) === text,
  )
