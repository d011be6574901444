import { askEverything } from './suite.ts'

askEverything('webkit')
