import type { Agreement } from '../../api/contract.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Moment } from '../../ui/moment.tsx'
import { Go } from '../go.tsx'
import { clauseName } from '../refs.tsx'
import { VersionBadge } from '../states.tsx'

/** The chain of versions, oldest first: nothing signed is ever edited, only followed by another. */
export function Versions({ of, shown }: { of: Agreement; shown: number }) {
  const t = useText()
  const chain = [...of.list].sort((a, b) => a.version - b.version)
  return (
    <nav className="versions" aria-label={t('agreement.versions')}>
      {chain.map((version) => (
        <Go
          key={version.version}
          to={paths.agreement({ id: of.id, version: version.version })}
          className="version"
          current={version.version === shown}
        >
          <span className="version-head">
            <strong className="figures">v{version.version}</strong>
            <VersionBadge of={version.state} />
          </span>
          <span className="faint">
            <Moment at={version.effective} form="day" />
          </span>
          <span className="faint version-changed">
            {version.changed.length > 0
              ? version.changed.map((clause) => clauseName(t, clause)).join(' · ')
              : t('agreement.first')}
          </span>
        </Go>
      ))}
    </nav>
  )
}
