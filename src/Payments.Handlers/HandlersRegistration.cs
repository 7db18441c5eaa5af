using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Payments.Handlers;

/// <summary>The use cases as services. The ports are registered by whoever implements them.</summary>
public static class HandlersRegistration
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddPaymentsHandlers(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IUniqueNumbers, UniqueNumbers>();
#pragma warning disable RS0030 // Here the service is given its randomness; everything else is handed it.
        services.TryAddSingleton(Random.Shared);
#pragma warning restore RS0030
        return services
            .AddSingleton<ProcessorDirectory>()
            .AddSingleton<LedgerGate>()
            .AddSingleton<LedgerReader>()
            .AddSingleton<LedgerWriter>()
            .AddSingleton<RequestWriter>()
            .AddSingleton<KeyHolders>()
            .AddSingleton<KeyRing>()
            .AddSingleton<Acceptor>()
            .AddSingleton<ResourceNames>()
            .AddSingleton<WorkSchedule>()
            .AddSingleton<UnsettledNotes>()
            .AddSingleton<UnsettledReminders>()
            .AddSingleton<UnsettledOutcomes>()
            .AddSingleton<WorkDispatch>()
            .AddSingleton<Orders>()
            .AddSingleton<Authorizations>()
            .AddSingleton<Reversals>()
            .AddSingleton<Captures>()
            .AddSingleton<CaptureConfirmation>()
            .AddSingleton<Refunds>()
            .AddSingleton<RefundViews>()
            .AddSingleton<RefundExecution>()
            .AddSingleton<RefundCancellations>()
            .AddSingleton<RefundTraces>()
            .AddSingleton<ResourceIdentifiers>()
            .AddSingleton<CreditPayments>()
            .AddSingleton<Credits>()
            .AddSingleton<CreditSettlement>()
            .AddSingleton<StorefrontPayments>()
            .AddSingleton<TimelinePages>()
            .AddSingleton<ResourceLists>()
            .AddSingleton<ResourceVersions>()
            .AddSingleton<RefundLists>();
    }
}
