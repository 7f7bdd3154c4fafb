import { faults } from '../base/fault.ts'

export const evaluationFaults = faults('evaluation', {
  noSuchPartner: {
    status: 404,
    retry: 'never',
    zh: '没有这个合作方：{partner}',
    en: 'there is no such partner: {partner}',
  },
  noSuchRound: { status: 404, retry: 'never', zh: '没有这次评估：{round}', en: 'there is no such evaluation: {round}' },
  noSuchQuestion: { status: 422, zh: '没有问题 {question}', en: 'there is no question {question}' },
  wrongAnswer: {
    status: 422,
    zh: '问题 {question} 的回答无效：{value}',
    en: 'this does not answer question {question}: {value}',
  },
  answersMoved: {
    status: 409,
    zh: '答卷已更新到第 {version} 版，请刷新后重试',
    en: 'the answers have moved on to version {version}; load them again',
  },
  unknownNeed: { status: 422, zh: '没有能力项 {need}', en: 'there is no capability {need}' },
  weightsOff: {
    status: 422,
    zh: '权重合计须为 1000000，现为 {sum}',
    en: 'weights must sum to 1000000; these sum to {sum}',
  },
  pairsWrong: {
    status: 422,
    zh: '每对指标须比较且仅比较一次：{left} 与 {right}',
    en: 'every pair is compared exactly once: {left} and {right}',
  },
  inconsistent: {
    status: 422,
    zh: '一致性比率 {ratio} 超过 0.10。最矛盾的一对是 {left} 与 {right}：填写 {times}，其余比较推出 {implied}',
    en: 'the consistency ratio {ratio} is above 0.10. The pair that contradicts most is {left} and {right}: it says {times}, the others imply {implied}',
  },
  noWeights: { status: 409, zh: '尚未设定权重', en: 'no weights are set yet' },
  alreadyOpen: {
    status: 409,
    zh: '该合作方已有进行中的评估 {round}',
    en: 'the evaluation {round} of this partner is still open',
  },
  assessorsWrong: {
    status: 422,
    zh: '须有二至五位不同的评审人，且都有评分权限：{assessor}',
    en: 'two to five different assessors who may score are needed: {assessor}',
  },
  notAssessor: {
    status: 403,
    retry: 'never',
    zh: '您不是这次评估的评审人',
    en: 'you are not an assessor of this evaluation',
  },
  sheetGiven: {
    status: 409,
    retry: 'never',
    zh: '评分表已提交，不能更改',
    en: 'your sheet is handed in and stays as it is',
  },
  figureTooLarge: {
    status: 422,
    zh: '{criterion} 的数值最大为 {most}',
    en: 'the figure of {criterion} is at most {most}',
  },
  notScoring: { status: 409, retry: 'never', zh: '这次评估已提交', en: 'this evaluation is already submitted' },
  sheetsMissing: {
    status: 409,
    zh: '还有 {count} 位评审人未提交评分表',
    en: '{count} assessors have not handed in their sheet',
  },
  notReconciled: {
    status: 409,
    zh: '评审人对 {criteria} 分歧过大，须先商定数值',
    en: 'assessors differ too much on {criteria}; agree on a figure first',
  },
  knockedOut: {
    status: 409,
    zh: '一票否决：{questions}',
    en: 'knocked out by the answers to {questions}',
  },
  answersIncomplete: {
    status: 409,
    zh: '一票否决类问题尚无有效回答：{questions}',
    en: 'questions that can end the evaluation have no valid answer: {questions}',
  },
  notYours: {
    status: 403,
    retry: 'never',
    zh: '评估由支付机构进行',
    en: 'evaluations are made by the institution',
  },
})
