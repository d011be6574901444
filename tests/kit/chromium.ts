import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

const debian = '/usr/bin/chromium'

/** CHROMIUM_PATH, else the distribution's, else the one that Playwright installed. */
export const chromiumPath = (): string => firstOf(process.env.CHROMIUM_PATH ?? debian)

/** The same without the window around it, which draws pages faster: what Playwright itself takes by default. */
export const headlessShellPath = (): string =>
  firstOf(process.env.CHROMIUM_PATH ?? `${debian}-headless-shell`, debian)

const firstOf = (...paths: string[]): string => paths.find(existsSync) ?? chromium.executablePath()
