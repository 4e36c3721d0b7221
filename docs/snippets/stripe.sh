# region listen
stripe listen --forward-to 127.0.0.1:4242/webhooks/stripe --forward-connect-to 127.0.0.1:4242/webhooks/stripe
# endregion listen
# region platform
stripe webhook_endpoints create \
  -d url=https://credits.example.com/webhooks/stripe \
  -d "enabled_events[]=checkout.session.completed" \
  -d "enabled_events[]=checkout.session.async_payment_succeeded" \
  -d "enabled_events[]=checkout.session.async_payment_failed" \
  -d "enabled_events[]=checkout.session.expired" \
  -d "enabled_events[]=payment_intent.succeeded" \
  -d "enabled_events[]=payment_intent.payment_failed" \
  -d "enabled_events[]=charge.refunded" \
  -d "enabled_events[]=refund.created" \
  -d "enabled_events[]=refund.updated" \
  -d "enabled_events[]=refund.failed" \
  -d "enabled_events[]=radar.early_fraud_warning.created" \
  -d "enabled_events[]=charge.dispute.created" \
  -d "enabled_events[]=charge.dispute.updated" \
  -d "enabled_events[]=charge.dispute.closed" \
  -d "enabled_events[]=charge.dispute.funds_withdrawn" \
  -d "enabled_events[]=charge.dispute.funds_reinstated" \
  -d "enabled_events[]=customer.subscription.created" \
  -d "enabled_events[]=customer.subscription.updated" \
  -d "enabled_events[]=customer.subscription.deleted" \
  -d "enabled_events[]=invoice.paid" \
  -d "enabled_events[]=invoice.payment_failed" \
  -d "enabled_events[]=transfer.reversed" \
  -d "enabled_events[]=balance.available"
# endregion platform
# region connect
stripe webhook_endpoints create \
  -d url=https://credits.example.com/webhooks/stripe \
  -d connect=true \
  -d "enabled_events[]=account.updated" \
  -d "enabled_events[]=account.application.deauthorized" \
  -d "enabled_events[]=account.external_account.created" \
  -d "enabled_events[]=account.external_account.updated" \
  -d "enabled_events[]=payout.paid" \
  -d "enabled_events[]=payout.failed"
# endregion connect
