import { faults } from '../base/fault.ts'

/** What the command line refuses, told in one line. */
export const commandFaults = faults('commands', {
  noFile: { status: 400, zh: '读不到文件 {file}', en: 'the file {file} cannot be read' },
  notJson: { status: 400, zh: '{file} 不是 JSON：{because}', en: '{file} is not JSON: {because}' },
  usage: { status: 400, zh: '用法：{usage}', en: 'usage: {usage}' },
  notRunning: {
    status: 503,
    zh: '产品没有在 {url} 运行：请先 npm start',
    en: 'the product does not run at {url}: run npm start first',
  },
  refused: { status: 400, zh: '{call} 被拒绝：{zh}', en: '{call} was refused: {en}' },
  witnessKey: {
    status: 400,
    zh: '{file} 不是见证人私钥，或允许他人读取（chmod 600）',
    en: '{file} is not the private key of a witness, or others may read it (chmod 600)',
  },
  stuck: { status: 504, zh: '没有等到：{what}', en: 'this did not happen in time: {what}' },
})
