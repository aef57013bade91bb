import { defineConfig } from '@playwright/test';

/** What a browser asks of its maker by itself. */
const CHATTER = [
  'AutofillServerCommunication',
  // A second list of features takes the place of Playwright's: what of that one is about the network stands here again.
  'PreconnectToSearch',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'MediaRouter',
  'AimEnabled',
];

// Chromium looks for its maker's servers at every start; without these flags it fails to reach them for seconds. It also asks
// its maker about every form that it meets (docs/protocol/threats.md, section 8), which would hide what a page asks for.
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${CHATTER.join(',')}`,
];

export default defineConfig({
  testDir: 'journeys',
  outputDir: 'results/output',
  // A sign-in stretches the passphrase on purpose, and several people share two cores: this ends what hangs, it judges no speed.
  timeout: 300_000,
  expect: { timeout: 40_000 },
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list']],
  use: {
    actionTimeout: 60_000,
    browserName: 'chromium',
    headless: true,
    launchOptions: {
      executablePath: process.env['STAYHERE_CHROMIUM'] ?? '/usr/bin/chromium',
      args: QUIET,
    },
    screenshot: 'only-on-failure',
    // Without moving pictures: filming several browsers would take half of two cores.
    trace: { mode: 'retain-on-failure', screenshots: false },
  },
});
