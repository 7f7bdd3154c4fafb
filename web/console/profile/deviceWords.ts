// Order matters: Edge and Opera call themselves Chrome as well, and Chrome calls itself Safari.
const browsers: [RegExp, string][] = [
  [/MicroMessenger\/(\d+)/, 'WeChat'],
  [/AlipayClient\/(\d+)/, 'Alipay'],
  [/Edg(?:A|iOS)?\/(\d+)/, 'Edge'],
  [/OPR\/(\d+)/, 'Opera'],
  [/SamsungBrowser\/(\d+)/, 'Samsung Internet'],
  [/(?:Firefox|FxiOS)\/(\d+)/, 'Firefox'],
  [/(?:HeadlessChrome|Chrome|CriOS)\/(\d+)/, 'Chrome'],
  [/Version\/(\d+)[\d.]* .*Safari/, 'Safari'],
  [/^curl\/(\d+)/, 'curl'],
  [/^node/i, 'Node.js'],
]
const systems: [RegExp, string][] = [
  [/HarmonyOS|OpenHarmony/, 'HarmonyOS'],
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/CrOS/, 'ChromeOS'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/Windows/, 'Windows'],
  [/Linux/, 'Linux'],
]

/** The words by which a person knows their device again: `Chrome 142 · macOS`. Null when the browser says nothing we know. */
export function deviceWords(userAgent: string): string | null {
  const [pattern, browser] = browsers.find(([one]) => one.test(userAgent)) ?? []
  const version = pattern?.exec(userAgent)?.[1]
  const system = systems.find(([one]) => one.test(userAgent))?.[1]
  const words = [browser && version ? `${browser} ${version}` : browser, system].filter(Boolean)
  return words.length > 0 ? words.join(' · ') : null
}

/** Held in a hand rather than standing on a desk. */
export const isHandheld = (userAgent: string): boolean => /iPhone|iPad|Android|Mobile|HarmonyOS/.test(userAgent)
