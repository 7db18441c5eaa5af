using System.ComponentModel;
using Payments.CommandLine.Service;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Payments.CommandLine.DeadLetters;

/// <summary>Lists the dead letters of all queues, the oldest first.</summary>
internal sealed class ListDeadLettersCommand : AsyncCommand<OperatorSettings>
{
    public override async Task<int> ExecuteAsync(
        CommandContext context, OperatorSettings settings, CancellationToken cancellationToken)
    {
        using var service = new ServiceClient(settings.ReadAddress(), settings.ReadToken());
        var letters = await service.GetAsync("ops/dead-letters", cancellationToken);
        if (settings.Json)
        {
            letters.Print();
            return 0;
        }

        if (letters.AsArray().Count == 0)
        {
            Console.WriteLine("There are no dead letters.");
            return 0;
        }

        var table = TextTable.Create("queue", "number", "enqueued", "reason", "description", "body");
        foreach (var letter in letters.AsArray())
        {
            table.AddTexts(
                letter.Text("queue"),
                letter.Text("sequence_number"),
                letter.Text("enqueued_at"),
                letter.Text("reason"),
                letter.Text("description"),
                letter.Text("body"));
        }

        table.Print();
        return 0;
    }
}

/// <summary>Which dead letters to requeue.</summary>
internal sealed class RequeueSettings : OperatorSettings
{
    [CommandArgument(0, "<QUEUE>")]
    [Description("refunds, credits or events.")]
    public string Queue { get; init; } = "";

    [CommandArgument(1, "[NUMBER]")]
    [Description("The number of one dead letter in the list.")]
    public long? Number { get; init; }

    [CommandOption("--all")]
    [Description("All of the queue.")]
    public bool All { get; init; }

    public override ValidationResult Validate() => All == Number is not null
        ? ValidationResult.Error("Give the number of one dead letter, or --all.")
        : ValidationResult.Success();
}

/// <summary>Requeues one dead letter, or all of a queue.</summary>
internal sealed class RequeueDeadLettersCommand : AsyncCommand<RequeueSettings>
{
    public override async Task<int> ExecuteAsync(
        CommandContext context, RequeueSettings settings, CancellationToken cancellationToken)
    {
        using var service = new ServiceClient(settings.ReadAddress(), settings.ReadToken());
        var path = $"ops/dead-letters/{Uri.EscapeDataString(settings.Queue)}"
            + (settings.Number is { } number ? $"/{number}" : "");
        var response = await service.FindAsync(HttpMethod.Post, path, null, cancellationToken)
            ?? throw new ServiceRejectedException($"There is no such dead letter: {settings.Queue} {settings.Number}");
        if (settings.Json) response.Print();
        else Console.WriteLine($"Requeued: {response.Text("requeued")}");
        return 0;
    }
}
