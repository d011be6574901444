import { type Described, noStore } from './operation.ts'

/** What every service has, for those who run it. */
export const probeOperations: Readonly<Record<string, Described>> = {
  'GET /healthz': {
    id: 'health',
    summary: 'Is it alive',
    about: 'For whoever starts another process when this one hangs. It asks nothing else.',
    caller: 'anybody',
    answers: [{ status: 200, text: 'It is.', bodies: ['Health'] }],
  },
  'GET /readyz': {
    id: 'readiness',
    summary: 'Is it ready',
    about: 'For whoever sends requests elsewhere while this process lacks something, or stops.',
    caller: 'anybody',
    answers: [
      { status: 200, text: 'It is ready.', bodies: ['Readiness'], cacheControl: noStore },
      {
        status: 503,
        text: 'Something is lacking, or it stops. No `Retry-After`: ask again as often as you do.',
        bodies: ['Readiness'],
        cacheControl: noStore,
      },
    ],
  },
  'GET /metrics': {
    id: 'metrics',
    summary: 'Metrics',
    about: 'Numbers of this process in the form of Prometheus. Keep the outside away from it.',
    caller: 'anybody',
    answers: [{ status: 200, text: 'The metrics.', type: 'text/plain', bodies: ['Metrics'] }],
  },
}
