import type { Finding } from './assess.ts'

type Found = Omit<Finding, 'assessedOn'>

/** The impact assessments of the catalogue's own purposes; an installation of one's own replaces them by its own. */
export const catalogueAssessments: Readonly<Record<string, Found>> = {
  recommendation: {
    assessor: '顾安然（个人信息保护负责人）、陆景行（产品）',
    findings:
      '排序只用常用付款方式与优惠使用情况，不用身份与联系方式；不影响价格与可用性。主要影响是用户可能不知道顺序由习惯决定。保存期以关闭推荐为止，范围为实现目的所需的最小范围。',
    risk: 'low',
    measures: '隐私中心一键关闭，关闭即删除标签并改用固定顺序；同单同价由测试保证；每季度抽查排序结果。',
  },
  data_sharing: {
    assessor: '顾安然（个人信息保护负责人）、苏明远（外部律师）',
    findings:
      '向会员权益方提供按月汇总的消费金额与类别。单独同意，写明五项内容。泄露可能反映支付能力，影响财产安全；汇总到月并去除商户名称后，重新识别单笔交易的可能性低。',
    risk: 'medium',
    measures:
      '每次提供前实时核验授权，撤回后六十秒内停止；加密文件、专人专岗、禁止转委托写入合同；接收方变更即须重新同意；每半年审计接收方。',
  },
  credit_assessment: {
    assessor: '顾安然（个人信息保护负责人）、何清（合规）',
    findings:
      '查询个人信用报告用于评估先享后付额度，依据征信业管理条例第十八条取得书面同意。查询留痕，不良信息报送前须告知。误用会影响个人信用与获得信贷的机会。',
    risk: 'high',
    measures:
      '仅限持牌征信机构；以通行密钥签署书面同意，一百八十天到期；额度决定可申请人工复核与说明；报告不落库，只留结论与回执；每次查询入可验证日志。',
  },
  face_check: {
    assessor: '顾安然（个人信息保护负责人）、温予（安全）',
    findings:
      '大额支付时核验人脸，只接收核验结果与支付位置，不保存人脸图像与特征。生物识别信息一旦泄露无法更换；存在替代方式，不以此为唯一验证方式。',
    risk: 'medium',
    measures:
      '单独同意；可改用通行密钥或短信验证码；图像由设备内比对，不上传；位置只精确到城市；结果与支付一并保存并限制查看。',
  },
}
