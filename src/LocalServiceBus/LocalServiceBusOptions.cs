namespace LocalServiceBus;

/// <summary>What a local Service Bus serves, and where.</summary>
public sealed record LocalServiceBusOptions
{
    /// <summary>The queues, in the format of Microsoft's Service Bus emulator (its Config.json).</summary>
    public required string Configuration { get; init; }

    /// <summary>
    /// The SQLite file that keeps the messages, which this server alone uses; null keeps them in memory.
    /// </summary>
    public string? StorePath { get; init; }

    /// <summary>The port of 127.0.0.1 to listen on; 0 is any that is free.</summary>
    public int Port { get; init; }

    /// <summary>By which scheduled messages fall due, and locks and messages expire.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
