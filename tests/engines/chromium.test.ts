import { askEverything } from './suite.ts'

askEverything('chromium')
