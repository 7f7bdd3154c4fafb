import { qrOf } from './qrOf.ts'

/** A text as a QR code; always dark on white, whatever the page looks like, because readers expect that. */
export function Qr({ of, label, width = 176 }: { of: string; label: string; width?: number }) {
  const { size, path } = qrOf(of)
  return (
    <svg
      className="qr"
      width={width}
      height={width}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
