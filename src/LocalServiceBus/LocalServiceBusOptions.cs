namespace LocalServiceBus;

/// <summary>The settings of a local Service Bus.</summary>
public sealed record LocalServiceBusOptions
{
    /// <summary>The queues, in the format of Microsoft's Service Bus emulator (its Config.json).</summary>
    public required string Configuration { get; init; }

    /// <summary>The SQLite file for the messages, used by this server only; null keeps them in memory.</summary>
    public string? StorePath { get; init; }

    /// <summary>The port on 127.0.0.1; 0 takes any free port.</summary>
    public int Port { get; init; }

    /// <summary>The clock for scheduled messages, locks and expiry.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
