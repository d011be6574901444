import { askEverything } from './suite.ts'

askEverything('firefox')
