import { newId } from '../base/id.ts'
import { enlist } from '../merchants/enlist.ts'
import type { Merchant } from '../merchants/merchant.ts'
import type { Inside } from '../world/world.ts'

type Text = { zh: string; en: string }

type Row = {
  name: Text
  legal: string
  mcc: string
  city: Text
  stores: [Text, string][]
  goods: [string, number][]
  weight: number
}

const rows: Row[] = [
  {
    name: { zh: '西湖茶社', en: 'West Lake Tea House' },
    legal: '杭州西湖茶社有限公司',
    mcc: '5814',
    city: { zh: '杭州', en: 'Hangzhou' },
    weight: 6,
    stores: [
      [{ zh: '龙井路店', en: 'Longjing Road' }, '杭州市西湖区龙井路 18 号'],
      [{ zh: '南山路店', en: 'Nanshan Road' }, '杭州市上城区南山路 147 号'],
    ],
    goods: [
      ['明前龙井 一壶', 12_800],
      ['桂花乌龙', 6_800],
      ['定胜糕两份', 2_400],
      ['茶点四味', 8_800],
    ],
  },
  {
    name: { zh: '弄堂面馆', en: 'Lane Noodles' },
    legal: '上海弄堂餐饮管理有限公司',
    mcc: '5812',
    city: { zh: '上海', en: 'Shanghai' },
    weight: 9,
    stores: [
      [{ zh: '陕西南路店', en: 'Shaanxi South Road' }, '上海市徐汇区陕西南路 39 号'],
      [{ zh: '大沽路店', en: 'Dagu Road' }, '上海市静安区大沽路 421 号'],
    ],
    goods: [
      ['葱油拌面', 1_800],
      ['黄鱼面', 5_800],
      ['大排面加蛋', 3_200],
      ['四喜烤麸', 2_600],
    ],
  },
  {
    name: { zh: '一页书店', en: 'One Page Books' },
    legal: '南京一页文化传播有限公司',
    mcc: '5942',
    city: { zh: '南京', en: 'Nanjing' },
    weight: 4,
    stores: [[{ zh: '先锋街店', en: 'Xianfeng Street' }, '南京市鼓楼区广州路 173 号']],
    goods: [
      ['图书两册', 11_640],
      ['笔记本', 3_900],
      ['咖啡与明信片', 5_200],
      ['作者签售套装', 26_800],
    ],
  },
  {
    name: { zh: '青禾超市', en: 'Qinghe Market' },
    legal: '苏州青禾商贸有限公司',
    mcc: '5411',
    city: { zh: '苏州', en: 'Suzhou' },
    weight: 8,
    stores: [[{ zh: '平江店', en: 'Pingjiang' }, '苏州市姑苏区平江路 66 号']],
    goods: [
      ['蔬果生鲜', 4_735],
      ['日用杂货', 8_920],
      ['一周采购', 21_380],
      ['牛奶面包', 3_150],
    ],
  },
  {
    name: { zh: '山野户外', en: 'Shanye Outdoor' },
    legal: '成都山野户外用品有限公司',
    mcc: '5941',
    city: { zh: '成都', en: 'Chengdu' },
    weight: 2,
    stores: [[{ zh: '太古里店', en: 'Taikoo Li' }, '成都市锦江区中纱帽街 8 号']],
    goods: [
      ['登山杖一副', 32_900],
      ['冲锋衣', 89_900],
      ['露营炉具', 25_900],
    ],
  },
  {
    name: { zh: '安心药房', en: 'Anxin Pharmacy' },
    legal: '武汉安心大药房连锁有限公司',
    mcc: '5912',
    city: { zh: '武汉', en: 'Wuhan' },
    weight: 5,
    stores: [[{ zh: '江汉路店', en: 'Jianghan Road' }, '武汉市江岸区江汉路 112 号']],
    goods: [
      ['感冒药与口罩', 5_680],
      ['维生素', 9_900],
      ['血压计', 26_800],
    ],
  },
  {
    name: { zh: '拾光咖啡', en: 'Shiguang Coffee' },
    legal: '广州拾光餐饮有限公司',
    mcc: '5814',
    city: { zh: '广州', en: 'Guangzhou' },
    weight: 8,
    stores: [[{ zh: '东山口店', en: 'Dongshankou' }, '广州市越秀区庙前西街 30 号']],
    goods: [
      ['拿铁', 2_800],
      ['手冲与司康', 6_200],
      ['燕麦奶澳白', 3_400],
    ],
  },
  {
    name: { zh: '织云服饰', en: 'Zhiyun Apparel' },
    legal: '厦门织云服饰有限公司',
    mcc: '5651',
    city: { zh: '厦门', en: 'Xiamen' },
    weight: 3,
    stores: [[{ zh: '中山路店', en: 'Zhongshan Road' }, '厦门市思明区中山路 208 号']],
    goods: [
      ['亚麻衬衫', 39_900],
      ['连衣裙', 56_800],
      ['袜子三双', 7_900],
    ],
  },
]

/** Opens the merchants of the demo world with their stores. */
export async function openMerchants(i: Inside): Promise<void> {
  for (const [place, row] of rows.entries()) {
    // A millisecond apart, so that they are listed as they stand here and the tea house comes first.
    const id = newId('mer', i.now() + place, i.random)
    const merchant: Merchant = {
      id,
      name: row.name,
      legalName: row.legal,
      mcc: row.mcc,
      city: row.city,
      region: 'CN',
      active: true,
      createdAt: i.now(),
    }
    await enlist(
      i,
      merchant,
      row.stores.map(([name, address]) => ({ id: newId('sto', i.now(), i.random), merchant: id, name, address })),
    )
  }
}

/** What a stored merchant trades in, by its name. */
export function goodsOf(merchant: Merchant): Pick<Row, 'goods' | 'weight'> {
  return rows.find(({ name }) => name.en === merchant.name.en) ?? { goods: [['商品', 5_000]], weight: 1 }
}
