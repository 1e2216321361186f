/** Fetches ECharts. A page that will draw may call it early, so that it comes while the data are on their way. */
export const loadChart = () => import('./EChart.vue')
