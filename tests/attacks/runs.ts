/** How many examples a property is tried with: enough to find what is easy to find, on every run. */
export const numRuns = Number(process.env.PROPERTY_RUNS || 1_000)
