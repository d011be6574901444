export const allStrategies = ['stateless', 'redis', 'hybrid'] as const
export const withStore = ['redis', 'hybrid'] as const
