import puppeteer, { type Browser, type LaunchOptions } from 'puppeteer-core';

const tries = 3;

/**
 * Chromium, past its start. While it comes up, two of its threads ask fontconfig for fonts, and now and then that is its end
 * (SIGSEGV in FcConfigSubstituteWithPat, Chromium 156 with Debian 12's fontconfig 2.14.1). So it draws text once, for which all of them must have
 * asked, and one that went down by then is replaced.
 */
export async function launch(options: LaunchOptions = {}): Promise<Browser> {
  for (let left = tries - 1; ; left -= 1) {
    try {
      return await settled(await puppeteer.launch(options));
    } catch (error) {
      if (left === 0) throw error;
      console.error('Chromium went down while it started. It is started again.');
    }
  }
}

async function settled(chromium: Browser): Promise<Browser> {
  try {
    const page = await chromium.newPage();
    await page.setContent('<p>Min side <select><option>æøå</option></select></p>');
    await page.screenshot();
    await page.close();
    return chromium;
  } catch (error) {
    await chromium.close();
    throw error;
  }
}
