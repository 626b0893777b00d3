/** @type {import("next").NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
  turbopack: { root: import.meta.dirname },
  // `npm run check` checks the types of the whole repository; a start does not pay for them a second time.
  typescript: { ignoreBuildErrors: true },
};

export default config;
