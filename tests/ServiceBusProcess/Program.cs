using Azure.Messaging.ServiceBus;

const string Emulator = "Endpoint=sb://localhost;SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=local;"
    + "UseDevelopmentEmulator=true";

await using var client = new ServiceBusClient(Emulator, new ServiceBusClientOptions
{
    RetryOptions = new ServiceBusRetryOptions { TryTimeout = TimeSpan.FromMilliseconds(500) },
});

switch (args)
{
    case ["send", var queue, var count]:
        await SendAsync(queue, int.Parse(count, provider: null));
        return 0;
    case ["hold", var queue]:
        await HoldAsync(queue);
        return 0;
    case ["drain", var queue]:
        await DrainAsync(queue);
        return 0;
    default:
        await Console.Error.WriteLineAsync("send <queue> <count> | hold <queue> | drain <queue>");
        return 2;
}

// Says each number once it is accepted.
async Task SendAsync(string queue, int count)
{
    var sender = client.CreateSender(queue);
    for (var n = 1; n <= count; n++)
    {
        await sender.SendMessageAsync(new ServiceBusMessage($"{n}"));
        Console.WriteLine(n);
    }
}

// Locks one message and keeps it until this process is killed.
async Task HoldAsync(string queue)
{
    var message = await client.CreateReceiver(queue).ReceiveMessageAsync();
    Console.WriteLine(message?.Body.ToString() ?? "none");
    await Task.Delay(Timeout.InfiniteTimeSpan);
}

// Completes the queue's sessions until none is left, and says what it completed.
async Task DrainAsync(string queue)
{
    while (await NextSessionAsync(queue) is { } session)
    {
        while (await session.ReceiveMessageAsync(TimeSpan.FromMilliseconds(1)) is { } message)
        {
            await session.CompleteMessageAsync(message);
            Console.WriteLine($"{session.SessionId} {message.Body}");
        }

        await session.DisposeAsync();
    }
}

async Task<ServiceBusSessionReceiver?> NextSessionAsync(string queue)
{
    try
    {
        return await client.AcceptNextSessionAsync(queue);
    }
    catch (ServiceBusException none) when (none.Reason == ServiceBusFailureReason.ServiceTimeout)
    {
        return null;
    }
}
