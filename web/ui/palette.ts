// 墨 ink, 纸 paper, 玉 jade; 朱 cinnabar, 赭 ochre, 靛 indigo and 紫 plum speak for states. Every text colour reaches 4.5:1 on
// paper, surface and its own soft ground (WCAG 2.2 AA), which web/ui/palette.test.ts computes.

export type Shade = keyof typeof light

const light = {
  paper: '#f3f4f1',
  surface: '#ffffff',
  raised: '#ffffff',
  sunken: '#f8f9f6',
  line: '#e1e5df',
  lineStrong: '#c3cac3',
  ink: '#16211d',
  inkSoft: '#46544f',
  inkFaint: '#5d6a65',
  jade: '#0a735a',
  jadeSoft: '#e1f0ea',
  cinnabar: '#a93526',
  cinnabarSoft: '#fae9e6',
  ochre: '#7d5200',
  ochreSoft: '#faf0d9',
  indigo: '#2c5090',
  indigoSoft: '#e7edf8',
  plum: '#74398a',
  plumSoft: '#f4e9f7',
  slate: '#4a5b6a',
  slateSoft: '#e9edf0',
  onJade: '#ffffff',
  side: '#13211c',
  sideInk: '#c6d3cd',
  sideActive: '#20392f',
  sideMark: '#5cc9a8',
}

const dark: typeof light = {
  paper: '#0e1412',
  surface: '#151d1a',
  raised: '#1b2521',
  sunken: '#111816',
  line: '#26312d',
  lineStrong: '#43524c',
  ink: '#e7edea',
  inkSoft: '#b1beb8',
  inkFaint: '#93a29b',
  jade: '#55c7a5',
  jadeSoft: '#12332a',
  cinnabar: '#f29384',
  cinnabarSoft: '#3b1d18',
  ochre: '#e2b45a',
  ochreSoft: '#33270f',
  indigo: '#98b7f2',
  indigoSoft: '#1b2841',
  plum: '#d5a3e4',
  plumSoft: '#311c38',
  slate: '#a9bac8',
  slateSoft: '#202a31',
  onJade: '#06241b',
  side: '#0a100e',
  sideInk: '#bccac4',
  sideActive: '#1a2f27',
  sideMark: '#5cc9a8',
}

export const palettes = { light, dark }
