/** 0 nothing … 4 strong: a word for the person who types, never a rule. What is allowed is decided by the server alone. */
export type Strength = 0 | 1 | 2 | 3 | 4

// What the server refuses as too short is never called fair here.
const passwordLeast = 12

/** How hard a password is to guess, roughly, by its length, its kinds of characters and its repetitions. */
export function passwordStrength(password: string): Strength {
  if (password === '') return 0
  if (Array.from(password).length < passwordLeast) return 1
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/].filter((kind) => kind.test(password)).length
  const alphabet = [0, 26, 52, 62, 94][kinds] ?? 26
  // Neighbours in a row (1234, aaaa) are worth a fifth of a character of their own.
  let worth = 1
  for (let at = 1; at < password.length; at++) {
    const step = Math.abs(password.charCodeAt(at) - password.charCodeAt(at - 1))
    worth += step <= 1 ? 0.2 : 1
  }
  const bits = worth * Math.log2(alphabet)
  return bits < 30 ? 1 : bits < 50 ? 2 : bits < 70 ? 3 : 4
}
