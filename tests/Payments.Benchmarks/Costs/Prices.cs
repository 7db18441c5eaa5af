namespace Payments.Benchmarks.Costs;

/// <summary>
/// List prices in US dollars, of the region East US, without taxes, discounts and free grants; of November
/// 2026. docs/cost.md says how sure they are.
/// </summary>
internal static class Prices
{
    /// <summary>10,000 requests of Table Storage; an entity group transaction is one request.</summary>
    public const decimal TenThousandTableRequests = 0.00036m;

    /// <summary>A GB stored in tables for a month, locally redundant.</summary>
    public const decimal TableGigabyteMonth = 0.045m;

    /// <summary>A million operations of Service Bus Standard, beyond the 13 million of the base price.</summary>
    public const decimal MillionMessagingOperations = 0.80m;

    /// <summary>A messaging unit of Service Bus Premium for an hour.</summary>
    public const decimal MessagingUnitHour = 0.928m;

    /// <summary>A million executions, in the Flex Consumption plan.</summary>
    public const decimal MillionExecutions = 0.40m;

    /// <summary>A GB-second of execution, in that plan.</summary>
    public const decimal GigabyteSecond = 0.000026m;
}
