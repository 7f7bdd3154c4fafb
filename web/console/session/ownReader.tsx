import { type ReactNode, useMemo } from 'react'
import { ReaderContext } from '../../ui/language.ts'
import { client } from '../ask.ts'
import { useSettings } from '../settings.ts'

/** The reader of what stands outside the shell; zone and clock as the server said, when somebody is signed in. */
export function OwnReader({ children }: { children: ReactNode }) {
  const { language } = useSettings()
  const reader = useMemo(() => {
    const me = client.getQueryData<{ zone: string }>(['/v1/me', '/v1/me'])
    return { language, zone: me?.zone ?? 'Asia/Shanghai', aheadMs: 0 }
  }, [language])
  return <ReaderContext value={reader}>{children}</ReaderContext>
}
