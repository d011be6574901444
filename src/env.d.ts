import '@astrojs/starlight/locals'
