import './styles/main.css'
import icons from '@nuxt/ui/runtime/vue/plugins/icons.js'
import { createApp } from 'vue'
import App from './App.vue'
import { applyColourMode } from './colour-mode.ts'
import { retryFailed } from './composables/useAnswer.ts'
import { knowUser } from './composables/useSession.ts'
import { router } from './router.ts'

applyColourMode()
void knowUser()
addEventListener('online', retryFailed)

// Of Nuxt UI's plugins only the icons: its colours would be an inline style, which our content security
// policy forbids (they stand in `styles/tokens.css`), and there is nothing here for the others to do.
createApp(App).use(router).use(icons).mount('#app')
