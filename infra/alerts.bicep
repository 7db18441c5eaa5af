// What a person must act on, each with a heading of docs/alerts.md that says how. A test checks that the measurements
// named here exist (docs/telemetry.md), and that each alert has its heading.

targetScope = 'resourceGroup'

@description('Prefix of every resource name.')
param name string

@description('Region of the resources.')
param location string

@description('The Service Bus namespace.')
param serviceBusId string

@description('The Log Analytics workspace behind Application Insights.')
param workspaceId string

@description('Who is told, by e-mail. Empty: alerts show in the portal only.')
param email string

var minutes5 = 'PT5M'

var rules = [
  {
    alert: 'unknown-outcomes'
    description: 'The outcome of an operation at a processor has been unknown for more than an hour.'
    severity: 2
    window: 'PT6H'
    query: 'AppMetrics | where Name == "payments.outcome.inquiries" and tostring(Properties.state) == "Unknown" and tostring(Properties.since) in ("1 hour", "1 day") | summarize found = sum(Sum)'
    threshold: 0
  }
  {
    alert: 'pending-outcomes'
    description: 'A processor has had an operation for more than five days without concluding it.'
    severity: 2
    window: 'P1D'
    query: 'AppMetrics | where Name == "payments.outcome.inquiries" and tostring(Properties.state) == "Pending" and tostring(Properties.since) == "5 days" | summarize found = sum(Sum)'
    threshold: 0
  }
  {
    alert: 'failing-webhooks'
    description: 'A webhook endpoint has failed for more than a day.'
    severity: 2
    window: 'P1D'
    query: 'AppMetrics | where Name == "payments.webhook.deliveries" and tostring(Properties.since) == "1 day" | summarize found = sum(Sum)'
    threshold: 0
  }
  {
    alert: 'reconciliation-differences'
    description: 'What a processor says moved is not what the ledgers say, or could not be compared.'
    severity: 1
    window: 'PT6H'
    query: 'AppMetrics | where Name == "payments.reconciliation.differences" or (Name == "payments.reconciliations" and tostring(Properties.outcome) == "Failed") | summarize found = sum(Sum)'
    threshold: 0
  }
  {
    alert: 'server-errors'
    description: 'More than one request in a hundred was answered 5xx.'
    severity: 1
    window: 'PT15M'
    query: 'AppRequests | summarize total = count(), failed = countif(toint(ResultCode) >= 500) | extend found = iff(total >= 50 and failed * 100 > total, failed, 0)'
    threshold: 0
  }
  {
    alert: 'processor-away'
    description: 'More than a fifth of the operations at a processor have no known outcome.'
    severity: 1
    window: 'PT15M'
    query: 'AppMetrics | where Name == "payments.processor.duration" | summarize total = sum(ItemCount), unknown = sumif(ItemCount, tostring(Properties.outcome) in ("Unknown", "Fault")) | extend found = iff(total >= 20 and unknown * 5 > total, unknown, 0)'
    threshold: 0
  }
]

resource team 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(email)) {
  name: 'ag-${name}'
  location: 'global'
  properties: {
    enabled: true
    groupShortName: take(name, 12)
    emailReceivers: [
      {
        name: 'team'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

var actions = empty(email) ? [] : [team.id]

resource deadLetters 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'dead-letters-${name}'
  location: 'global'
  properties: {
    description: 'A message is in a dead-letter queue: work that no repetition will do.'
    enabled: true
    severity: 1
    scopes: [serviceBusId]
    evaluationFrequency: minutes5
    windowSize: minutes5
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'dead-letters'
          metricName: 'DeadletteredMessages'
          metricNamespace: 'Microsoft.ServiceBus/namespaces'
          operator: 'GreaterThan'
          threshold: 0
          timeAggregation: 'Maximum'
        }
      ]
    }
    actions: [for action in actions: { actionGroupId: action }]
  }
}

resource queries 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: '${rule.alert}-${name}'
    location: location
    kind: 'LogAlert'
    properties: {
      description: '${rule.description} What to do: docs/alerts.md.'
      enabled: true
      severity: rule.severity
      scopes: [workspaceId]
      evaluationFrequency: minutes5
      windowSize: rule.window
      autoMitigate: true
      criteria: {
        allOf: [
          {
            query: rule.query
            metricMeasureColumn: 'found'
            timeAggregation: 'Total'
            operator: 'GreaterThan'
            threshold: rule.threshold
          }
        ]
      }
      actions: {
        actionGroups: actions
      }
    }
  }
]
