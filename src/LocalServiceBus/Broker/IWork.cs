namespace LocalServiceBus.Broker;

/// <summary>Work that waits for its turn on the store. Its result is reported only after the commit.</summary>
internal interface IWork
{
    void Run(Transaction transaction);

    void Complete();

    void Fail(Exception exception);
}
