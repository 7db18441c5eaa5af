namespace Payments.Polyfills.Tests.ServiceBus;

/// <summary>Runs a test on each kind of store: they must not differ.</summary>
public sealed class EveryStore : TheoryData<StoreKind>
{
    public EveryStore() => AddRange(Enum.GetValues<StoreKind>());
}
