global using Payments.Handlers.Tests.World;
global using Payments.Ledger;
global using Xunit;
global using Record = Payments.Ledger.Record;
