# region quotes
npm run kopai -- keys rotate-quotes
# endregion quotes
