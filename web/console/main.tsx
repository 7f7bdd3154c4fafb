import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { App, ConfigProvider } from 'antd'
import enUS from 'antd/es/locale/en_US'
import zhCN from 'antd/es/locale/zh_CN'
import { StrictMode, useEffect } from 'react'
import { createRoot } from 'react-dom/client'
import 'antd/dist/reset.css'
import { startTexts, texts } from '../text/text.ts'
import '../ui/base.css'
import '../ui/parts.css'
import { Busy } from '../ui/busy.tsx'
import { paint } from '../ui/paint.ts'
import { themeOf } from '../ui/theme.ts'
import { client } from './ask.ts'
import './frame.css'
import './pages.css'
import './agreements/agreement.css'
import './payments/newPayment.css'
import './payments/trace.css'
import './session/door.css'
import './wallets/wallets.css'
import { router } from './router.tsx'
import { leaveWhenOver } from './session/over.ts'
import { StepUpHost } from './session/stepUp.tsx'
import { settings, useSettings } from './settings.ts'

function Console() {
  const { language, mode } = useSettings()
  useEffect(() => paint(mode), [mode])
  useEffect(() => {
    document.documentElement.lang = language
    void texts.changeLanguage(language)
  }, [language])
  return (
    <ConfigProvider
      theme={themeOf(mode)}
      locale={language === 'en' ? enUS : zhCN}
      button={{ autoInsertSpace: false, loadingIcon: <Busy /> }}
      wave={{ disabled: true }}
    >
      <App>
        <RouterProvider router={router} />
        <StepUpHost />
      </App>
    </ConfigProvider>
  )
}

paint(settings().mode)
leaveWhenOver()
await startTexts(settings().language)
const place = document.getElementById('root')
if (place) {
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <Console />
      </QueryClientProvider>
    </StrictMode>,
  )
}
