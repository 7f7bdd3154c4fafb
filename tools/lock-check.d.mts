type Package = { version?: string; resolved?: string; optionalDependencies?: Record<string, string> }

export function lockProblems(
  lock: { packages?: Record<string, Package> },
  manifest: Record<string, Record<string, string>>,
): string[]
