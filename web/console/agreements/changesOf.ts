import type { AgreementVersion } from '../../api/contract.ts'
import type { Pointer, Sentence, Text } from '../../api/values.ts'

/** One leaf of the terms that reads otherwise than in the version before; null where it is not there. */
export type Change = { path: Pointer; clause: Text; before: Text | null; after: Text | null }

type Printed = Pick<AgreementVersion, 'clauses'>

/** What an amendment changes, leaf by leaf, in the words both texts print, in the order of the contract. */
export function changesOf(before: Printed, after: Printed): Change[] {
  const [old, now] = [leavesOf(before), leavesOf(after)]
  const paths = [...new Set([...now.keys(), ...old.keys()])]
  return paths.flatMap((path) => {
    const [was, is] = [old.get(path), now.get(path)]
    const clause = is?.clause ?? was?.clause
    if (!clause || (was && is && was.words.zh === is.words.zh && was.words.en === is.words.en)) return []
    return [{ path, clause, before: was?.words ?? null, after: is?.words ?? null }]
  })
}

function leavesOf({ clauses }: Printed): Map<Pointer, { clause: Text; words: Text }> {
  const leaves = new Map<Pointer, { clause: Text; words: Text }>()
  for (const { title, sentences } of clauses) {
    const [zh, en] = [wordsOf(sentences, 'zh'), wordsOf(sentences, 'en')]
    for (const path of new Set([...zh.keys(), ...en.keys()]))
      leaves.set(path, { clause: title, words: { zh: zh.get(path) ?? '', en: en.get(path) ?? '' } })
  }
  return leaves
}

// A value that is printed more than once (in figures and in words) is read once.
function wordsOf(sentences: readonly Sentence[], language: 'zh' | 'en'): Map<Pointer, string> {
  const words = new Map<Pointer, string>()
  for (const { text, path } of sentences.flatMap((sentence) => sentence[language]))
    if (path !== null && !words.has(path)) words.set(path, text)
  return words
}
