import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";

export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  plugins: [
    {
      name: "styles-as-text",
      enforce: "pre",
      async resolveId(source, importer) {
        if (!source.endsWith(".css") || !importer?.includes("/src/")) return;
        const found = await this.resolve(source, importer, { skipSelf: true });
        return found && `${found.id}?raw`;
      },
    },
  ],
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    setupFiles: ["test/setup.ts"],
    browser: {
      enabled: true,
      headless: true,
      viewport: { width: 1400, height: 1100 },
      screenshotFailures: false,
      provider: playwright({
        launchOptions: {
          executablePath: process.env.VEO_CHROMIUM ?? "/usr/bin/chromium",
        },
      }),
      instances: [{ browser: "chromium" }],
    },
  },
});
