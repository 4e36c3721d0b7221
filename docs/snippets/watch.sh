# region health
curl --fail "$KOPAI_URL/healthz"
curl --fail "$KOPAI_URL/readyz"
# endregion health
# region metrics
curl --fail --header "Authorization: Bearer $KOPAI_SECRET_KEY" "$KOPAI_URL/metrics"
# endregion metrics
