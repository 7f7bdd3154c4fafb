import { App, Button, Segmented, Tooltip } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { OrgKind, PermissionMatrix, RoleView } from '../../api/contract-admin.ts'
import { useText } from '../../text/text.ts'
import { useSay } from '../../ui/language.ts'
import { Panel } from '../../ui/panel.tsx'
import { useNarrow } from '../../ui/rows.tsx'
import { WaitingHere } from '../approvals/waitingHere.tsx'
import { useAsk, useForget } from '../ask.ts'
import { Loaded } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { useComplain } from '../refuse.ts'
import './admin.css'
import { type Change, changesOf, type Edits, toggled } from './edits.ts'
import { Findings } from './findings.tsx'
import { MatrixCards } from './matrixCards.tsx'
import { MatrixTable } from './matrixTable.tsx'
import { usePermissionName } from './names.ts'
import { NewRole } from './newRole.tsx'
import { SeeAs } from './seeAs.tsx'

/** Roles and the permission matrix: look, tick, see the difference, save. */
export default function Roles() {
  const t = useText()
  const matrix = useAsk('/v1/permission-matrix')
  const me = useAsk('/v1/me')
  const [making, setMaking] = useState(false)
  const may = me.data?.may.includes('roles.manage') ?? false
  return (
    <Page
      title={t('nav.roles')}
      note={t('roles.note')}
      actions={
        <Tooltip title={may || !me.data ? '' : t('admin.needsRoles')}>
          <Button disabled={!may} onClick={() => setMaking(true)}>
            {t('roles.new')}
          </Button>
        </Tooltip>
      }
    >
      <Loaded ask={matrix} lines={16}>
        {(found) => (
          <>
            <WaitingHere within="roles" />
            <Matrix of={found} may={may} />
            {making ? <NewRole roles={found.roles} close={() => setMaking(false)} /> : null}
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Matrix({ of, may }: { of: PermissionMatrix; may: boolean }) {
  const t = useText()
  const narrow = useNarrow()
  const kinds = (['institution', 'partner', 'merchant', 'auditor'] as const).filter((kind) =>
    of.roles.some((role) => role.kind === kind),
  )
  const [kind, setKind] = useState<OrgKind>(kinds[0] ?? 'institution')
  const [edits, setEdits] = useState<Edits>({})
  const [seen, setSeen] = useState<RoleView | null>(null)
  const roles = of.roles.filter((role) => role.kind === kind)
  const rows = of.rows.filter((row) => row.kinds.includes(kind))
  const tick = (role: RoleView, permission: string): void => setEdits((old) => toggled(old, role, permission))
  const Shape = narrow ? MatrixCards : MatrixTable
  return (
    <>
      {kinds.length > 1 ? (
        <Segmented<OrgKind>
          className="admin-kinds"
          value={kind}
          onChange={setKind}
          options={kinds.map((one) => ({ value: one, label: t(`admin.kind.${one}`) }))}
        />
      ) : null}
      <section className="panel panel-flush">
        <Shape roles={roles} rows={rows} edits={edits} may={may} tick={tick} see={setSeen} />
      </section>
      <Unsaved changes={changesOf(edits, of.roles)} drop={() => setEdits({})} />
      <Findings of={of} />
      {seen ? <SeeAs role={seen} may={may} close={() => setSeen(null)} /> : null}
    </>
  )
}

function Unsaved({ changes, drop }: { changes: Change[]; drop: () => void }) {
  const t = useText()
  const say = useSay()
  const named = usePermissionName()
  const { message } = App.useApp()
  const complain = useComplain()
  const forget = useForget()
  const [busy, setBusy] = useState(false)
  if (changes.length === 0) return null
  const count = changes.reduce((sum, { gains, loses }) => sum + gains.length + loses.length, 0)
  const save = async (): Promise<void> => {
    setBusy(true)
    let waits = false
    try {
      for (const { role, gains, loses } of changes) {
        const permissions = [...role.permissions.filter((one) => !loses.includes(one)), ...gains]
        const body = { permissions, version: role.version }
        const signs = [...gains.map((one) => `+ ${one}`), ...loses.map((one) => `− ${one}`)].join('  ')
        const summary = { zh: `${role.title.zh}：${signs}`, en: `${role.title.en}: ${signs}` }
        const { approval } = await post('/v1/roles/{role}/permissions', body, {
          params: { role: role.role },
          confirming: { summary },
        })
        if (approval) waits = true
      }
      message.success(t(waits ? 'roles.waits' : 'admin.done'))
      drop()
    } catch (error) {
      complain(error)
    } finally {
      setBusy(false)
      await forget()
    }
  }
  return (
    <Panel
      title={t('roles.changes', { count })}
      className="admin-unsaved"
      extra={
        <>
          <Button onClick={drop}>{t('roles.drop')}</Button>
          <Button type="primary" loading={busy} onClick={() => void save()}>
            {t('roles.saveAll')}
          </Button>
        </>
      }
    >
      <ul className="admin-diff">
        {changes.map(({ role, gains, loses }) => (
          <li key={role.role}>
            <strong>{say(role.title)}</strong>
            {gains.map((one) => (
              <ins key={one}>
                {t('roles.gains')} {named(one)}
              </ins>
            ))}
            {loses.map((one) => (
              <del key={one}>
                {t('roles.loses')} {named(one)}
              </del>
            ))}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
