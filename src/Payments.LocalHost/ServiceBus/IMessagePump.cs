namespace Payments.LocalHost.ServiceBus;

/// <summary>Takes messages from one queue and runs a function on each.</summary>
internal interface IMessagePump : IDisposable
{
    /// <summary>Ends some time after taking is stopped, when nothing is in hand any more.</summary>
    Task RunAsync();
}
