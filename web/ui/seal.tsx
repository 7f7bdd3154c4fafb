/** The mark of the house: 契 cut into jade, as a name is cut into a seal. */
export function Seal({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" role="img" aria-label="契付">
      <rect x="1" y="1" width="30" height="30" rx="5" fill="#0f8164" />
      <rect
        x="3.4"
        y="3.4"
        width="25.2"
        height="25.2"
        rx="3.2"
        fill="none"
        stroke="#dff3ea"
        strokeWidth="1"
        opacity="0.75"
      />
      <text x="16" y="22.6" textAnchor="middle" fontSize="18.5" fontWeight="600" fill="#ffffff" className="seal-glyph">
        契
      </text>
    </svg>
  )
}
