// How people of Chinese habit make a password that looks like none: a name in pinyin and a birthday, "I love" and somebody, a
// number of their phone or identity card, digits that sound like words. Published studies of leaked Chinese accounts find these
// before any English word (Wang et al., "Birthday, Name and Bifacial-security", USENIX Security 2019).

// The hundred most common family names, without tones.
const families = new Set(
  `wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie song tang deng feng han cao
  zeng peng xiao cai pan tian dong yuan yu ye jiang du su wei cheng lv lu ding ren yao shen zhong cui tan fan liao shi jin jia xia
  fu fang bai zou meng xiong qin qiu hou yan xue duan lei long shao qian mao wan gu gong dai mo kong xiang chang ouyang sima shangguan`.split(
    /\s+/,
  ),
)

const initial = '(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?'
const final =
  '(?:iang|uang|iong|ang|eng|ing|ong|iao|ian|uai|uan|van|ai|ei|ao|ou|an|en|in|un|vn|ia|ie|iu|ua|uo|ui|ue|ve|er|a|o|e|i|u|v)'
const syllable = `${initial}${final}`
const spoken = new RegExp(`^(?:${syllable}){1,3}$`)
const loves = new RegExp(
  `^(?:woai|wohenai|woyongyuanai|aini|woxihuan|woxiang|wode|woshi|nishi|wohe)(?:${syllable}){0,4}$`,
)

/** True for what is left of such a password when its digits and signs are taken out. `letters` are lower case. */
export function isPinyinHabit(letters: string): boolean {
  if (!/^[a-z]{2,24}$/.test(letters)) return false
  if (loves.test(letters)) return true
  return [2, 3, 4, 5, 6, 8, 9].some((length) => {
    const rest = letters.slice(length)
    return families.has(letters.slice(0, length)) && (rest === '' || spoken.test(rest))
  })
}

// 520 "I love you", 1314 "all one's life", 521, 886 "goodbye", 168 "fortune all the way", 666, 888, 999, 123.
const soundsLike = /^(?:5201314|1314520|520|521|1314|7758|886|168|666|888|999|147|258|369|123|321)+$/
const date = '(?:19|20)\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])'
const dated = new RegExp(`^\\d{0,6}${date}\\d{0,6}$`)
const mobile = /^\d{0,4}1[3-9]\d{9}\d{0,4}$/ // of China: eleven digits
const identityCard = new RegExp(`^[1-8]\\d{5}${date}\\d{3}[\\dx]$`) // GB 11643

/** True for a password of digits that somebody can look up: a birthday, a phone, an identity card, digits said as words. */
export function isDigitHabit(plain: string): boolean {
  const digits = plain.replace(/[\p{P}\p{S}]/gu, '')
  return [soundsLike, dated, mobile, identityCard].some((habit) => habit.test(digits))
}
