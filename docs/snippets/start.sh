# region start
npm start
# endregion start
