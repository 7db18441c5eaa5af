namespace Payments.EndToEnd.Tests;

/// <summary>The processes of a running service, except the launcher.</summary>
public enum Part
{
    /// <summary>The real worker: the Function App.</summary>
    Worker,

    /// <summary>The local Functions host.</summary>
    Host,

    /// <summary>The local Service Bus.</summary>
    ServiceBus,

    /// <summary>Table Storage.</summary>
    Azurite,
}
