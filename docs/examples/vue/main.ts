import { createApp } from 'vue';
import App from './App.vue';
import '../card.css';

createApp(App).mount('#app');
