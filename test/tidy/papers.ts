import { posix } from 'node:path'

type Paper = { path: string; text: string }

// Words of npm itself, which need no script.
const builtIn = [
  'ci',
  'install',
  'i',
  'run',
  'exec',
  'version',
  'init',
  'audit',
  'outdated',
  'itself',
  'alone',
  'and',
  'present',
]

/** Commands that a paper names and package.json does not have. */
export function scriptProblems(papers: readonly Paper[], scripts: readonly string[]): string[] {
  return papers.flatMap(({ path, text }) => {
    const named = [...codeOf(text).matchAll(/\bnpm (?:(?:-s |--silent )?run (?:-s |--silent )?([\w:-]+)|([\w:-]+))/g)]
      .map(([, script, word]) => script ?? word ?? '')
      .filter((name) => !builtIn.includes(name))
    return [...new Set(named)]
      .filter((name) => !scripts.includes(name))
      .map(
        (name) =>
          `${path}: names "npm run ${name}", which package.json does not have; correct the paper or add the script`,
      )
  })
}

/** Links of a paper to files of the repository that are not there. */
export function linkProblems(papers: readonly Paper[], exists: (path: string) => boolean): string[] {
  return papers.flatMap(({ path, text }) =>
    [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = '']) => target.replace(/#.*$/, ''))
      .filter((target) => target !== '' && !/^[a-z]+:/.test(target))
      .map((target) => posix.join(posix.dirname(path), target))
      .filter((target) => !exists(target))
      .map((target) => `${path}: links to ${target}, which does not exist; correct the link or write the file`),
  )
}

// Commands stand in code, inline or fenced; prose may speak of npm freely.
function codeOf(text: string): string {
  const fenced = [...text.matchAll(/^```[^\n]*\n([\s\S]*?)^```/gm)].map(([, body]) => body)
  const inline = [...text.matchAll(/`([^`\n]+)`/g)].map(([, body]) => body)
  return [...fenced, ...inline].join('\n')
}
