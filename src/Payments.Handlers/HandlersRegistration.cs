using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Payments.Handlers.Access;
using Payments.Handlers.Auditing;
using Payments.Handlers.Authorizations;
using Payments.Handlers.Captures;
using Payments.Handlers.CreditPayments;
using Payments.Handlers.Credits;
using Payments.Handlers.Dispatch;
using Payments.Handlers.Events;
using Payments.Handlers.Identifiers;
using Payments.Handlers.Limits;
using Payments.Handlers.Notifications;
using Payments.Handlers.Orders;
using Payments.Handlers.Outcomes;
using Payments.Handlers.Ports;
using Payments.Handlers.Queue;
using Payments.Handlers.Reading;
using Payments.Handlers.Reconciliation;
using Payments.Handlers.Refunds;
using Payments.Handlers.Storefront;
using Payments.Handlers.Telemetry;
using Payments.Handlers.Webhooks;
using Payments.Handlers.Writing;

namespace Payments.Handlers;

/// <summary>Registers the use cases. The implementers of the ports register those.</summary>
public static class HandlersRegistration
{
    /// <summary>Adds the use cases to the container.</summary>
    public static IServiceCollection AddPaymentsHandlers(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<PaymentsMetrics>();
        services.TryAddSingleton<IIdSource, IdSource>();
#pragma warning disable RS0030 // The one source of randomness, injected everywhere else.
        services.TryAddSingleton(Random.Shared);
#pragma warning restore RS0030
        return services
            .AddSingleton<Authenticator>()
            .AddSingleton<FailedAttempts>()
            .AddSingleton<RequestRates>()
            .AddSingleton<DailyLimits>()
            .AddSingleton(CreateDirectory)
            .AddSingleton<LedgerQueues>()
            .AddSingleton<IWebhooks, WebhookCache>()
            .AddSingleton<EventAnnouncements>()
            .AddSingleton<GroupCommits>()
            .AddSingleton<LedgerReader>()
            .AddSingleton<LedgerWriter>()
            .AddSingleton<RequestWriter>()
            .AddSingleton<KeyOwners>()
            .AddSingleton<KeyReservations>()
            .AddSingleton<RequestAcceptor>()
            .AddSingleton<ResourceKeys>()
            .AddSingleton<RetrySchedule>()
            .AddSingleton<UnknownOutcomeRegister>()
            .AddSingleton<OutcomeInquiries>()
            .AddSingleton<OutcomeResolver>()
            .AddSingleton<RecordReviews>()
            .AddSingleton<WorkDispatch>()
            .AddSingleton<NotificationHandler>()
            .AddSingleton<OrderHandler>()
            .AddSingleton<AuthorizationHandler>()
            .AddSingleton<Reversals>()
            .AddSingleton<AuthorizationReviews>()
            .AddSingleton<CaptureHandler>()
            .AddSingleton<CaptureConfirmation>()
            .AddSingleton<CaptureReviews>()
            .AddSingleton<RefundHandler>()
            .AddSingleton<RefundPreviews>()
            .AddSingleton<RefundSelections>()
            .AddSingleton<RefundViews>()
            .AddSingleton<RefundOperations>()
            .AddSingleton<RefundExecution>()
            .AddSingleton<RefundReviews>()
            .AddSingleton<RefundCancellations>()
            .AddSingleton<RefundTraces>()
            .AddSingleton<ResourceIdentifiers>()
            .AddSingleton<CreditPaymentHandler>()
            .AddSingleton<CreditHandler>()
            .AddSingleton<CreditSettlement>()
            .AddSingleton<StorefrontPaymentHandler>()
            .AddSingleton<TimelinePages>()
            .AddSingleton<ResourceLists>()
            .AddSingleton<ResourceVersions>()
            .AddSingleton<RefundLists>()
            .AddSingleton<AuditTrail>()
            .AddSingleton<EventPublisher>()
            .AddSingleton<EventDelivery>()
            .AddSingleton<EventList>()
            .AddSingleton<WebhookAdministration>()
            .AddSingleton<Reconciler>()
            .AddSingleton<DailyReconciliation>();
    }

    private static ProcessorDirectory CreateDirectory(IServiceProvider provider)
    {
        var metrics = provider.GetRequiredService<PaymentsMetrics>();
        var time = provider.GetRequiredService<TimeProvider>();
        return new ProcessorDirectory(provider.GetServices<IPaymentProcessor>()
            .Select(processor => new ObservedProcessor(processor, metrics, time)));
    }
}
